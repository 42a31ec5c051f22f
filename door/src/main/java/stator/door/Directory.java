package stator.door;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which service a request means: the one whose domain it was sent to, else the one in the scope of
 * its signature, else the one of its target, else the one of its version in the query protocol,
 * else the one of its path, else the one of its host, else the first service.
 *
 * <p>Paths that begin with {@code /_} are never a name of AWS's, so they come before all that.
 */
final class Directory {
    private static final String RESERVED = "/_";
    private static final String CREDENTIAL = "Credential=";
    private static final String QUERY_CREDENTIAL = "X-Amz-Credential=";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String VERSION = "Version=";

    private final List<Office> offices = new ArrayList<>();
    private final Map<String, Office> byScope = new HashMap<>();
    private final Map<String, Office> byTarget = new HashMap<>();
    private final Map<String, Office> byVersion = new HashMap<>();

    /** Those with a domain of their own. */
    private final List<Office> withDomain = new ArrayList<>();

    /**
     * @param nameplates of the services; the first one gets what nobody else wants
     */
    Directory(List<Nameplate> nameplates) {
        if (nameplates.isEmpty()) {
            throw new IllegalArgumentException("There is no service.");
        }
        for (Nameplate nameplate : nameplates) {
            Office office = new Office(this, nameplate);
            Marks marks = nameplate.marks();
            offices.add(office);
            if (marks.domain() != Marks.NO_DOMAIN) {
                withDomain.add(office);
            }
            marks.scopes().forEach(scope -> putOnce(byScope, scope, office));
            marks.targets().forEach(target -> putOnce(byTarget, target, office));
            marks.versions().forEach(version -> putOnce(byVersion, version, office));
        }
    }

    private static void putOnce(Map<String, Office> offices, String mark, Office office) {
        if (offices.putIfAbsent(mark, office) != null) {
            throw new IllegalArgumentException("Two services are recognised by " + mark);
        }
    }

    List<Office> offices() {
        return offices;
    }

    /** The service that a request means. Before its body has arrived, its version is unknown. */
    Office of(Request request) {
        return named(request).or(() -> ofVersion(request)).orElseGet(() -> ofAddress(request));
    }

    /** The service that a request means, if its head alone says which. */
    Optional<Office> ofHead(Request head) {
        Optional<Office> named = named(head);
        return named.isPresent() || mayHaveVersion(head) ? named : Optional.of(ofAddress(head));
    }

    /** By the domain, else by the scope, else by the target. */
    private Optional<Office> named(Request request) {
        Optional<Office> own = ofDomain(request);
        if (own.isPresent() || isReserved(request)) {
            return own;
        }
        Office signedFor = byScope.get(scope(request));
        return signedFor != null ? Optional.of(signedFor) : ofTarget(request);
    }

    private Optional<Office> ofDomain(Request request) {
        if (withDomain.isEmpty()) {
            return Optional.empty();
        }
        String host = request.header("host").orElse("");
        for (Office office : withDomain) {
            if (office.nameplate().marks().domain().test(host)) {
                return Optional.of(office);
            }
        }
        return Optional.empty();
    }

    private static boolean isReserved(Request request) {
        String uri = request.uri();
        // Nearly always: of the path nothing has to be made first.
        return !uri.equals("/") && request.path().startsWith(RESERVED);
    }

    private Office ofAddress(Request request) {
        return ofPath(request.method(), request.path())
                .or(() -> ofHost(request))
                .orElse(offices.getFirst());
    }

    /** The fourth part of the credential; empty if there is none. */
    private static String scope(Request request) {
        Optional<String> header = request.header("authorization");
        if (header.isPresent()) {
            return fourth(header.get(), CREDENTIAL, "/");
        }
        String uri = request.uri();
        return uri.contains(QUERY_CREDENTIAL)
                ? fourth(uri, QUERY_CREDENTIAL, uri.contains("%2f") ? "%2f" : "%2F")
                : "";
    }

    private static String fourth(String text, String start, String slash) {
        int part = text.indexOf(start);
        for (int i = 0; i < 3 && part >= 0; i++) {
            int next = text.indexOf(slash, part);
            part = next < 0 ? -1 : next + slash.length();
        }
        int end = part < 0 ? -1 : text.indexOf(slash, part);
        return end < 0 ? "" : text.substring(part, end);
    }

    private Optional<Office> ofTarget(Request request) {
        return request.header("x-amz-target")
                .map(target -> target.substring(0, Math.max(0, target.indexOf('.'))))
                .map(byTarget::get);
    }

    private Optional<Office> ofVersion(Request request) {
        if (!mayHaveVersion(request)) {
            return Optional.empty();
        }
        String form = new String(request.body(), StandardCharsets.ISO_8859_1);
        int start = form.startsWith(VERSION) ? 0 : form.indexOf("&" + VERSION) + 1;
        if (start == 0 && !form.startsWith(VERSION)) {
            return Optional.empty();
        }
        int end = form.indexOf('&', start);
        String version = form.substring(start + VERSION.length(), end < 0 ? form.length() : end);
        return Optional.ofNullable(byVersion.get(version));
    }

    private boolean mayHaveVersion(Request request) {
        return !byVersion.isEmpty() && request.mediaType().equals(FORM) && !isReserved(request);
    }

    private Optional<Office> ofPath(String method, String path) {
        return offices.stream()
                .filter(office -> office.nameplate().marks().path().test(method, path))
                .findFirst();
    }

    private Optional<Office> ofHost(Request request) {
        String host = request.header("host").orElse("");
        return offices.stream()
                .filter(office -> office.nameplate().marks().host().test(host))
                .findFirst();
    }
}
