package stator.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Keeps web pages away from a database that believes every caller.
 *
 * <p>A page of another origin is recognized by its {@code Origin} or {@code Sec-Fetch-Site} header.
 * A page that made its own name resolve to this machine (DNS rebinding) is of the same origin to
 * the browser; only the name in {@code Host} tells. So that name must be one that no stranger can
 * own: {@code localhost}, an address of this machine, or one that was allowed by name.
 */
public final class BrowserGuard {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "host.docker.internal");
    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6_LETTERS = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private final Set<String> allowedHosts;
    private final Set<String> allowedOrigins;
    private final boolean remote;

    /** Nearly always also the next. */
    private volatile String lastAllowedHost = "localhost";

    /**
     * @param allowedHosts names and addresses that {@code Host} may give beside those of loopback
     * @param allowedOrigins origins whose pages may call
     * @param remote whether other machines may connect: they reach this one by its address, or by a
     *     name without a dot, which nobody can register in public
     */
    public BrowserGuard(List<String> allowedHosts, List<String> allowedOrigins, boolean remote) {
        this.allowedHosts = new HashSet<>(LOCAL_NAMES);
        allowedHosts.forEach(host -> this.allowedHosts.add(host.toLowerCase(Locale.ROOT)));
        this.allowedOrigins = Set.copyOf(allowedOrigins);
        this.remote = remote;
    }

    /** Why a request is refused, with the remedy; or empty if it may pass. */
    public Optional<String> refusal(Request head) {
        return hostRefusal(head).or(() -> pageRefusal(head));
    }

    /** Why a request is refused for the page that it comes from. */
    Optional<String> pageRefusal(Request head) {
        String host = head.header("host").orElse("");
        Optional<String> asking = head.header("origin");
        if (asking.isPresent()) {
            String origin = asking.get();
            boolean allowed =
                    isAllowedOrigin(origin)
                            || origin.equals((head.isSecure() ? "https://" : "http://") + host);
            return allowed
                    ? Optional.empty()
                    : Optional.of(
                            "Origin '"
                                    + origin
                                    + "' is not allowed. To allow it, start with --cors-origin.");
        }
        if (head.header("sec-fetch-site").filter("cross-site"::equalsIgnoreCase).isPresent()) {
            return Optional.of("Requests from pages of other sites are not allowed.");
        }
        return Optional.empty();
    }

    /**
     * Why a request is refused whatever page it comes from: nobody owns the name it was sent to.
     */
    Optional<String> hostRefusal(Request head) {
        String host = head.header("host").orElse("");
        return isAllowedHost(host)
                ? Optional.empty()
                : Optional.of(
                        "Host '"
                                + host
                                + "' is not allowed. To allow it, start with --allowed-host.");
    }

    /** Whether pages of an origin were allowed to call and to read the answers. */
    boolean isAllowedOrigin(String origin) {
        return allowedOrigins.contains(origin);
    }

    private boolean isAllowedHost(String host) {
        if (host.equals(lastAllowedHost)) {
            return true;
        }
        boolean allowed = isAllowedName(host);
        if (allowed) {
            lastAllowedHost = host;
        }
        return allowed;
    }

    private boolean isAllowedName(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        if (allowedHosts.contains(name) || name.endsWith(".localhost")) {
            return true;
        }
        Optional<InetAddress> address = address(name);
        if (address.isPresent()) {
            return remote || address.get().isLoopbackAddress();
        }
        return remote && !name.isEmpty() && name.indexOf('.') < 0 && name.indexOf(':') < 0;
    }

    private static String withoutPort(String host) {
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            return host.substring(1, bracket);
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** The address that a name is, if it is one; no name is ever looked up. */
    private static Optional<InetAddress> address(String name) {
        Matcher four = IPV4.matcher(name);
        boolean isAddress =
                four.matches()
                        ? IntStream.rangeClosed(1, 4)
                                .allMatch(part -> Integer.parseInt(four.group(part)) <= 255)
                        : IPV6_LETTERS.matcher(name).matches();
        if (!isAddress) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(name.contains(":") ? "[" + name + "]" : name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
