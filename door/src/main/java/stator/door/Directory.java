package stator.door;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which service a request means: the one in the scope of its signature, else the one of its target,
 * else the one of its version in the query protocol, else the one of its path, else the one of its
 * host, else the first service.
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

    /**
     * @param nameplates of the services; the first one gets what nobody else wants
     */
    Directory(List<Nameplate> nameplates) {
        if (nameplates.isEmpty()) {
            throw new IllegalArgumentException("There is no service.");
        }
        for (Nameplate nameplate : nameplates) {
            Office office = new Office(nameplate);
            Marks marks = nameplate.marks();
            offices.add(office);
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
        String path = request.path();
        if (!path.startsWith(RESERVED)) {
            Office signedFor = byScope.get(scope(request));
            if (signedFor != null) {
                return signedFor;
            }
            Optional<Office> named = ofTarget(request).or(() -> ofVersion(request));
            if (named.isPresent()) {
                return named.get();
            }
        }
        return ofPath(request.method(), path).or(() -> ofHost(request)).orElse(offices.getFirst());
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
        if (byVersion.isEmpty() || !request.mediaType().equals(FORM)) {
            return Optional.empty();
        }
        String form = new String(request.body(), StandardCharsets.UTF_8);
        for (String member : form.split("&")) {
            if (member.startsWith(VERSION)) {
                return Optional.ofNullable(byVersion.get(member.substring(VERSION.length())));
            }
        }
        return Optional.empty();
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
