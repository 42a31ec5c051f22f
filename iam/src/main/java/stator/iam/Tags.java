package stator.iam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stator.iam.entity.EntityType;
import stator.iam.entity.Tag;
import stator.iam.query.Parameters;

/**
 * The tags in requests. Those of users and roles differ in more than the size of letters, those of
 * other things need not.
 */
final class Tags {
    private Tags() {}

    /** The tags of a request, for something of a type. */
    static List<Tag> read(Parameters parameters, EntityType type) {
        List<Tag> tags = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Parameters tag : parameters.structures("Tags")) {
            if (!keys.add(key(tag.required("Key"), type))) {
                throw IamErrors.invalidInput(
                        ignoresCase(type)
                                ? "Duplicate tag keys found. Please note that Tag keys are case"
                                        + " insensitive."
                                : "Duplicate tag keys found.");
            }
            tags.add(new Tag(tag.required("Key"), tag.required("Value")));
        }
        return tags;
    }

    /** Tags and more tags, which take the place of those of the same key. */
    static List<Tag> merged(List<Tag> before, List<Tag> more, EntityType type) {
        List<Tag> tags =
                new ArrayList<>(without(before, more.stream().map(Tag::key).toList(), type));
        tags.addAll(more);
        if (tags.size() > Quota.TAGS.most()) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return tags;
    }

    /** Tags without those of some keys. */
    static List<Tag> without(List<Tag> before, List<String> keys, EntityType type) {
        Set<String> gone = new HashSet<>();
        keys.forEach(key -> gone.add(key(key, type)));
        return before.stream().filter(tag -> !gone.contains(key(tag.key(), type))).toList();
    }

    /**
     * Tags in the order of AWS's lists: by key, those of policies by its length first. Whoever
     * makes something sees them in the order of the request.
     */
    static List<Tag> listed(List<Tag> tags, EntityType type) {
        return tags.stream().sorted(Comparator.comparing(tag -> place(tag, type))).toList();
    }

    /** Where a tag stands in a list. */
    static String place(Tag tag, EntityType type) {
        return type == EntityType.POLICY
                ? "%04d".formatted(tag.key().length()) + tag.key()
                : tag.key();
    }

    private static boolean ignoresCase(EntityType type) {
        return type == EntityType.USER || type == EntityType.ROLE;
    }

    private static String key(String key, EntityType type) {
        return ignoresCase(type) ? key.toLowerCase(Locale.ROOT) : key;
    }
}
