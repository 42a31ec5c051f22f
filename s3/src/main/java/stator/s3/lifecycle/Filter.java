package stator.s3.lifecycle;

import java.util.Map;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.Tags;
import stator.s3.request.XmlElement;

/**
 * Which objects a rule is about.
 *
 * @param tags that they have, all of them
 * @param largerThan bytes; -1 for any size
 */
record Filter(String prefix, Map<String, String> tags, long largerThan, long smallerThan) {
    private static final String TAGS = "tags";

    Filter {
        tags = Map.copyOf(tags);
    }

    /** That of a rule; older ones state a prefix without a filter around it. */
    static Filter of(XmlElement rule) {
        XmlElement filter = rule.first("Filter").orElse(rule);
        XmlElement and = filter.first("And").orElse(filter);
        return new Filter(
                and.text("Prefix"),
                Tags.of(and, Integer.MAX_VALUE).values(),
                number(and, "ObjectSizeGreaterThan", -1),
                number(and, "ObjectSizeLessThan", Long.MAX_VALUE));
    }

    private static long number(XmlElement element, String name, long otherwise) {
        String text = element.text(name).strip();
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }

    /** Whether it says which sizes it means. */
    boolean hasSizes() {
        return largerThan >= 0 || smallerThan < Long.MAX_VALUE;
    }

    boolean matches(ObjectVersion object) {
        return matchesKey(object.key())
                && object.size() > largerThan
                && object.size() < smallerThan
                && (tags.isEmpty()
                        || Tags.ofAttribute(object.attribute(TAGS))
                                .values()
                                .entrySet()
                                .containsAll(tags.entrySet()));
    }

    /**
     * Whether it is about a marker of a deletion or an upload: these have a key and nothing else.
     */
    boolean matchesNameless(String key) {
        return matchesKey(key) && tags.isEmpty();
    }

    private boolean matchesKey(String key) {
        return key.startsWith(prefix);
    }
}
