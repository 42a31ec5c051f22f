package stator.iam.entity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policies that stand at a user, a group or a role.
 *
 * @param inline the texts of policies that it has for itself, by their names
 * @param attached the ARNs of managed policies, in the order in which they came
 * @param boundary the ARN of the managed policy that limits it; empty if none does
 */
public record Holding(SortedMap<String, String> inline, List<String> attached, String boundary) {
    /** No policies. */
    public static final Holding NONE = new Holding(new TreeMap<>(), List.of(), "");

    public Holding {
        inline = Collections.unmodifiableSortedMap(new TreeMap<>(inline));
        attached = List.copyOf(attached);
    }

    /** With an inline policy in the place of the one of that name. */
    public Holding withInline(String name, String text) {
        SortedMap<String, String> more = new TreeMap<>(inline);
        more.put(name, text);
        return new Holding(more, attached, boundary);
    }

    /** Without an inline policy. */
    public Holding withoutInline(String name) {
        SortedMap<String, String> fewer = new TreeMap<>(inline);
        fewer.remove(name);
        return new Holding(fewer, attached, boundary);
    }

    /** With a managed policy; the same if it is attached already. */
    public Holding with(String arn) {
        if (attached.contains(arn)) {
            return this;
        }
        List<String> more = new ArrayList<>(attached);
        more.add(arn);
        return new Holding(inline, more, boundary);
    }

    /** Without a managed policy. */
    public Holding without(String arn) {
        List<String> fewer = new ArrayList<>(attached);
        fewer.remove(arn);
        return new Holding(inline, fewer, boundary);
    }

    /** Within a boundary; empty for none. */
    public Holding within(String arn) {
        return new Holding(inline, attached, arn);
    }

    Document into(Document document) {
        List<Document> policies = new ArrayList<>();
        for (Map.Entry<String, String> policy : inline.entrySet()) {
            policies.add(
                    new Document().put("Name", policy.getKey()).put("Text", policy.getValue()));
        }
        return document.putDocuments("Inline", policies)
                .put("Attached", attached)
                .put("Boundary", boundary);
    }

    static Holding of(Document document) {
        SortedMap<String, String> inline = new TreeMap<>();
        document.documents("Inline")
                .forEach(policy -> inline.put(policy.text("Name"), policy.text("Text")));
        return new Holding(inline, document.texts("Attached"), document.text("Boundary"));
    }
}
