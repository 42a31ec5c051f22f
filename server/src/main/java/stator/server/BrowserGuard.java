package stator.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages away from a database that believes every caller.
 *
 * <p>A page of another origin is recognized by its {@code Origin} or {@code Sec-Fetch-Site} header.
 * A page that made its own name resolve to this machine (DNS rebinding) is of the same origin to
 * the browser; only the name in {@code Host} tells. So that name must be one that no stranger can
 * own: {@code localhost}, an address of this machine, or one that was allowed by name.
 */
final class BrowserGuard {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "host.docker.internal");
    private static final AsciiString SEC_FETCH_SITE = AsciiString.cached("sec-fetch-site");

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
    BrowserGuard(List<String> allowedHosts, List<String> allowedOrigins, boolean remote) {
        this.allowedHosts = new HashSet<>(LOCAL_NAMES);
        allowedHosts.forEach(host -> this.allowedHosts.add(host.toLowerCase(Locale.ROOT)));
        this.allowedOrigins = Set.copyOf(allowedOrigins);
        this.remote = remote;
    }

    /** Why a request is refused, with the remedy; or empty if it may pass. */
    Optional<String> refusal(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST, "");
        if (!isAllowedHost(host)) {
            return Optional.of(
                    "Host '" + host + "' is not allowed. To allow it, start with --allowed-host.");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null) {
            boolean allowed = isAllowedOrigin(origin) || origin.equals("http://" + host);
            return allowed
                    ? Optional.empty()
                    : Optional.of(
                            "Origin '"
                                    + origin
                                    + "' is not allowed. To allow it, start with --cors-origin.");
        }
        if ("cross-site".equalsIgnoreCase(headers.get(SEC_FETCH_SITE))) {
            return Optional.of("Requests from pages of other sites are not allowed.");
        }
        return Optional.empty();
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
        boolean address = isAddress(name);
        if (address && (remote || isLoopback(name))) {
            return true;
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

    private static boolean isAddress(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    private static boolean isLoopback(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes.length == 4) {
            return bytes[0] == 127;
        }
        for (int i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[15] == 1;
    }
}
