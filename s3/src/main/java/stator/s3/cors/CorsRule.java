package stator.s3.cors;

import java.util.List;
import java.util.Locale;
import stator.s3.request.XmlElement;

/**
 * Which pages may do what.
 *
 * @param origins of the pages, each with one {@code *} at most
 * @param headers that their requests may have, each with one {@code *} at most
 * @param exposed headers of answers that they may read
 * @param maxAgeSeconds how long a browser may remember it; empty if that is not said
 */
record CorsRule(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        String maxAgeSeconds) {
    static CorsRule of(XmlElement rule) {
        return new CorsRule(
                texts(rule, "AllowedOrigin"),
                texts(rule, "AllowedMethod"),
                texts(rule, "AllowedHeader"),
                texts(rule, "ExposeHeader"),
                rule.text("MaxAgeSeconds"));
    }

    private static List<String> texts(XmlElement rule, String name) {
        return rule.all(name).stream().map(XmlElement::text).toList();
    }

    /**
     * Whether it lets a request pass.
     *
     * @param asked the headers that the request will have, as a browser asks beforehand
     */
    boolean allows(String origin, String method, List<String> asked) {
        return methods.contains(method)
                && origins.stream().anyMatch(each -> matches(each, origin))
                && asked.stream().allMatch(this::allowsHeader);
    }

    private boolean allowsHeader(String header) {
        return headers.stream()
                .anyMatch(each ->
                        matches(each.toLowerCase(Locale.ROOT), header.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String end = pattern.substring(star + 1);
        return text.length() >= pattern.length() - 1
                && text.startsWith(pattern.substring(0, star))
                && text.endsWith(end);
    }

    /** Whether it lets everybody in, so that answers need not name the page. */
    boolean isForEverybody() {
        return origins.contains("*");
    }
}
