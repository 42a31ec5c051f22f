package stator.protocol;

import java.util.List;
import java.util.Map;
import stator.protocol.DocumentReader.ReadItem;
import stator.protocol.DocumentReader.ReadValue;

/** What was understood of a request, for people: JSON, and what is wrong with its values. */
final class StructText {
    private final StringBuilder text = new StringBuilder();

    private StructText() {}

    static String of(Struct struct) {
        StructText text = new StructText();
        text.text.append(ValueText.json(struct));
        text.appendProblems(struct);
        return text.text.toString();
    }

    private void appendProblems(Struct struct) {
        for (int i = 0; i < struct.shape().size(); i++) {
            appendProblems(struct, struct.shape().member(i).name(), struct.valueAt(i));
        }
    }

    private void appendProblems(Struct struct, String member, Object value) {
        switch (value) {
            case Struct nested -> appendProblems(nested);
            case List<?> list -> list.forEach(element -> appendProblems(struct, member, element));
            case Map<?, ?> map ->
                    map.values().forEach(element -> appendProblems(struct, member, element));
            case ReadItem read when read.problem() != null ->
                    appendProblem(member, struct.invalid(read.problem(), member));
            case ReadValue read when read.problem() != null ->
                    appendProblem(member, struct.invalid(read.problem(), member));
            case null, default -> {}
        }
    }

    private void appendProblem(String member, InvalidValueException problem) {
        text.append("\n").append(member).append(": ").append(problem.error());
        text.append(" ").append(problem.getMessage());
    }
}
