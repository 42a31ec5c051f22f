package stator.identity.signature;

import java.util.List;
import java.util.Map;

/**
 * What of a request can be signed, apart from its body.
 *
 * @param path as it is sent, encoded and without the query
 * @param query as it is sent, without the question mark; empty for none
 */
public record SignableRequest(String method, String path, String query, RequestHeaders headers) {
    /** A request whose headers may have several values. */
    static SignableRequest of(
            String method, String path, String query, Map<String, List<String>> headers) {
        RequestHeaders lines = new RequestHeaders();
        headers.forEach((name, values) -> values.forEach(value -> lines.add(name, value)));
        return new SignableRequest(method, path, query, lines);
    }

    /** The first value of a header; empty if it is not there. */
    String first(String header) {
        return headers.first(header);
    }
}
