package stator.tool.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stator.protocol.JsonTree;

/** A value in the answer of a call; what is not there is an empty one. */
public record Answer(Object tree) {
    private static final Answer NOTHING = new Answer(Map.of());

    /**
     * Reads an answer.
     *
     * @throws ToolException if it is no JSON
     */
    static Answer read(byte[] json) {
        return JsonTree.parse(new String(json, StandardCharsets.UTF_8))
                .map(Answer::new)
                .orElseThrow(() ->
                        new ToolException(
                                "The endpoint does not answer with JSON. Is it DynamoDB's?"));
    }

    /** The member that is found by going from name to name. */
    public Answer at(String... names) {
        Object value = tree;
        for (String name : names) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value == null ? NOTHING : new Answer(value);
    }

    /** The elements of an array; none of anything else. */
    public List<Answer> elements() {
        return tree instanceof List<?> array ? array.stream().map(Answer::new).toList() : List.of();
    }

    /** The members of an object, each as its name and its value. */
    Stream<Map.Entry<String, Answer>> members() {
        return tree instanceof Map<?, ?> object
                ? object.entrySet().stream()
                        .map(member ->
                                Map.entry((String) member.getKey(), new Answer(member.getValue())))
                : Stream.empty();
    }

    /** A text, a number or a boolean, as it is written. */
    public Optional<String> text() {
        return switch (tree) {
            case String text -> Optional.of(text);
            case JsonTree.Literal literal when !literal.text().equals("null") ->
                    Optional.of(literal.text());
            default -> Optional.empty();
        };
    }

    /** A whole number; 0 if there is none. */
    public long number() {
        return text().filter(text -> text.matches("-?\\d{1,18}")).map(Long::parseLong).orElse(0L);
    }

    /** The JSON of the value. */
    String json() {
        return JsonTree.write(tree);
    }
}
