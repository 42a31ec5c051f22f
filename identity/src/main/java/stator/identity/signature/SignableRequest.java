package stator.identity.signature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a request can be signed, apart from its body.
 *
 * @param path as it is sent, encoded and without the query
 * @param query as it is sent, without the question mark; empty for none
 * @param headers the values of each header in the order in which they are sent, by its name in
 *     small letters
 */
public record SignableRequest(
        String method, String path, String query, Map<String, List<String>> headers) {
    public SignableRequest {
        for (String name : headers.keySet()) {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not in small letters: " + name);
            }
        }
    }

    /** A request each of whose headers has one value. */
    static SignableRequest of(
            String method, String path, String query, Map<String, String> headers) {
        return new SignableRequest(
                method,
                path,
                query,
                headers.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        header -> header.getKey().toLowerCase(Locale.ROOT),
                                        header -> List.of(header.getValue()),
                                        (first, second) -> first,
                                        TreeMap::new)));
    }

    /** The values of a header; none if it is not there. */
    List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /** The first value of a header; empty if it is not there. */
    String first(String header) {
        List<String> values = values(header);
        return values.isEmpty() ? "" : values.getFirst();
    }
}
