package stator.lambda.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/**
 * A JSON object: what a request says, what an answer says, and what is kept of a function. It does
 * not change; {@link #with} makes another one. Members keep their order, and null is as good as
 * absent.
 */
public final class Document {
    private static final Document EMPTY = new Document(Map.of());
    private static final Literal NULL = new Literal("null");

    private final Map<String, Object> members;

    private Document(Map<String, Object> members) {
        this.members = members;
    }

    /** An object without members. */
    public static Document empty() {
        return EMPTY;
    }

    /** An object with one member; the value is as {@link #with} takes it. */
    public static Document of(String name, Object value) {
        return EMPTY.with(name, value);
    }

    /** What a text says; empty if it is no JSON object. */
    public static Optional<Document> parse(String text) {
        return JsonTree.parse(text).flatMap(Document::ofTree);
    }

    /** What a text in UTF-8 says; empty if it is no JSON object. */
    public static Optional<Document> parse(byte[] text) {
        return parse(new String(text, StandardCharsets.UTF_8));
    }

    /** A value of a {@link JsonTree}, if it is an object. */
    @SuppressWarnings("unchecked")
    public static Optional<Document> ofTree(Object tree) {
        return tree instanceof Map<?, ?> map
                ? Optional.of(new Document((Map<String, Object>) map))
                : Optional.empty();
    }

    /** What we wrote ourselves. */
    public static Document parseOwn(String text) {
        return parse(text).orElseThrow(() -> new IllegalStateException("no document: " + text));
    }

    /** Whether there is such a member that is not null. */
    public boolean has(String name) {
        Object value = members.get(name);
        return value != null && !value.equals(NULL);
    }

    /** The names of the members, in their order. */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** The value of a member as {@link JsonTree} has it. */
    public Optional<Object> tree(String name) {
        return has(name) ? Optional.of(members.get(name)) : Optional.empty();
    }

    /** A member that is a text. */
    public Optional<String> find(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A member that is a text; empty if there is none. */
    public String text(String name) {
        return find(name).orElse("");
    }

    /** A member that is a whole number. */
    public Optional<Long> findNumber(String name) {
        if (!(members.get(name) instanceof Literal literal)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(literal.text()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A member that is a whole number, or what to take if there is none. */
    public long number(String name, long otherwise) {
        return findNumber(name).orElse(otherwise);
    }

    /** A member that is any number, or what to take if there is none. */
    public double decimal(String name, double otherwise) {
        try {
            return members.get(name) instanceof Literal literal
                    ? Double.parseDouble(literal.text())
                    : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Whether a member is true. */
    public boolean isTrue(String name) {
        return members.get(name) instanceof Literal literal && literal.text().equals("true");
    }

    /** A member that is an object. */
    public Optional<Document> findDocument(String name) {
        return ofTree(members.get(name));
    }

    /** A member that is an object; the empty one if there is none. */
    public Document document(String name) {
        return findDocument(name).orElse(EMPTY);
    }

    /** The elements of a member that is an array, as {@link JsonTree} has them. */
    public List<Object> list(String name) {
        return members.get(name) instanceof List<?> list
                ? Collections.unmodifiableList(list)
                : List.of();
    }

    /** The elements of a member that are texts. */
    public List<String> texts(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** The elements of a member that are objects. */
    public List<Document> documents(String name) {
        return list(name).stream().map(Document::ofTree).flatMap(Optional::stream).toList();
    }

    /** The members that are texts. */
    public Map<String, String> textMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    /**
     * The same with another value of a member, which is last if it is new.
     *
     * @param value a text, a number, a truth value, a document, a list or a map of these, or what
     *     {@link JsonTree} has
     */
    public Document with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, tree(value));
        return new Document(changed);
    }

    /** The same with a member if a condition holds. */
    public Document withIf(boolean condition, String name, Object value) {
        return condition ? with(name, value) : this;
    }

    /** The same with the members of another one. */
    public Document withAll(Document other) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.putAll(other.members);
        return new Document(changed);
    }

    /** The same with the member of another one, if that has it. */
    public Document withOf(Document other, String name) {
        return other.tree(name).map(value -> with(name, value)).orElse(this);
    }

    /** The same without a member. */
    public Document without(String name) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.remove(name);
        return new Document(changed);
    }

    private static Object tree(Object value) {
        return switch (value) {
            case Document document -> document.members;
            case Number number -> new Literal(number.toString());
            case Boolean truth -> new Literal(truth.toString());
            case List<?> list -> {
                List<Object> elements = new ArrayList<>();
                list.forEach(element -> elements.add(tree(element)));
                yield elements;
            }
            case Map<?, ?> map -> {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((name, member) -> object.put((String) name, tree(member)));
                yield object;
            }
            default -> value;
        };
    }

    /** As JSON without blanks. */
    public String json() {
        return JsonTree.write(members);
    }

    /** As JSON without blanks, in UTF-8. */
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document document && document.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }
}
