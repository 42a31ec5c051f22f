package stator.lambda.url;

import java.util.Locale;
import java.util.Optional;
import stator.door.Request;
import stator.lambda.function.FunctionUrls.Url;

/**
 * Where a URL was reached: at a host of its own, {@code ID.lambda-url.REGION.localhost:PORT}, or,
 * by clients that do not find such names, at a path, {@code /_lambda-url/ID/…}.
 *
 * @param host as the request has it, without the port
 * @param path that the function sees, as it was sent
 */
public record UrlAddress(String id, String host, String path) {
    /** In the names of the hosts of URLs, and in no other names. */
    public static final String DOMAIN = ".lambda-url.";

    /** What paths of URLs begin with. */
    public static final String PATH = "/_lambda-url/";

    /**
     * The address of a URL of a server.
     *
     * @param endpoint host and port; only below a name there are more names
     */
    public static String of(Url url, String endpoint) {
        return endpoint.startsWith("localhost:")
                ? "http://%s%s%s.%s/"
                        .formatted(url.id(), DOMAIN, url.function().namespace().region(), endpoint)
                : "http://" + endpoint + PATH + url.id() + "/";
    }

    /** The address that a request was sent to; empty if it is none of a URL. */
    static Optional<UrlAddress> of(Request request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        String host = request.header("host").orElse("");
        int port = host.lastIndexOf(':');
        String name = (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
        int domain = name.indexOf(DOMAIN);
        if (domain > 0) {
            return Optional.of(new UrlAddress(name.substring(0, domain), name, path));
        }
        if (!path.startsWith(PATH)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', PATH.length());
        String id = path.substring(PATH.length(), end < 0 ? path.length() : end);
        return Optional.of(new UrlAddress(id, name, end < 0 ? "/" : path.substring(end)));
    }
}
