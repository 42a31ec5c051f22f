package stator.iam.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import stator.door.ServiceException;

/**
 * A part of a list: as many elements as {@code MaxItems} says, after the one where {@code Marker}
 * says that the page before ended. Elements that come or go meanwhile do no harm.
 *
 * @param last of the elements' keys; empty if nothing follows
 */
public record Page<T>(List<T> elements, String last) {
    private static final int ELEMENTS = 100;

    /**
     * The part that a call asks for.
     *
     * @param all in the order of their keys
     */
    public static <T> Page<T> of(QueryCall call, List<T> all, Function<T, String> key) {
        int most = call.parameters().number("MaxItems", ELEMENTS);
        String after = call.text("Marker").map(Page::decoded).orElse("");
        List<T> rest =
                after.isEmpty()
                        ? all
                        : all.stream().filter(one -> key.apply(one).compareTo(after) > 0).toList();
        return rest.size() <= most
                ? new Page<>(rest, "")
                : new Page<>(rest.subList(0, most), key.apply(rest.get(most - 1)));
    }

    private static String decoded(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(400, "ValidationError", "Invalid Marker.");
        }
    }

    /** Writes the list and whether there is more of it. */
    public void write(QueryXml xml, String name, Consumer<T> element) {
        xml.list(name, elements, element);
        writeEnd(xml);
    }

    /** Writes whether there is more. */
    public void writeEnd(QueryXml xml) {
        xml.flag("IsTruncated", !last.isEmpty());
        if (!last.isEmpty()) {
            xml.text(
                    "Marker",
                    Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
