package stator.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stator.model.AttributeType;
import stator.model.DecimalNumber;

/**
 * The elements of a set as the request gives them, to find that there are none or that one is there
 * twice.
 *
 * @param <E> the canonical form of an element: String, or ByteBuffer in a BS
 */
final class SetElements<E extends Comparable<? super E>> {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private final AttributeType type;
    private final List<E> elements = new ArrayList<>();

    /** The elements in order, once they were sorted. */
    private List<E> sorted = List.of();

    SetElements(AttributeType type) {
        this.type = type;
    }

    void add(E element) {
        elements.add(element);
    }

    /** What is wrong with a null in a set. */
    static ValueProblem nullElement(AttributeType type) {
        String set =
                type == AttributeType.SS
                        ? "string"
                        : type == AttributeType.NS ? "number" : "binary";
        return ValueProblem.of(
                ValueError.EMPTY_SET,
                INVALID + "An " + set + " set  may not have a null as a member");
    }

    /**
     * The elements in the order in which the service answers them: texts and binaries by their
     * bytes, numbers by value.
     */
    List<E> inOrder() {
        if (elements.size() > 1 && sorted.size() != elements.size()) {
            sorted = new ArrayList<>(elements);
            sorted.sort(
                    type == AttributeType.NS
                            ? SetElements::compareNumbers
                            : SetElements::compareBytes);
        }
        return elements.size() > 1 ? sorted : elements;
    }

    /** By order and not by hash: the client could choose elements of one hash. */
    private boolean hasDuplicates() {
        List<E> ordered = inOrder();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).equals(ordered.get(i - 1))) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong with the set. */
    Optional<ValueProblem> problem() {
        if (elements.isEmpty()) {
            return Optional.of(ValueProblem.of(ValueError.EMPTY_SET, INVALID + emptySet()));
        }
        if (!hasDuplicates()) {
            return Optional.empty();
        }
        return Optional.of(new ValueProblem(ValueError.DUPLICATE_IN_SET, current(), older(), ""));
    }

    /** AWS's words; "An number" and the two spaces are theirs. */
    private String emptySet() {
        return switch (type) {
            case SS -> "An string set  may not be empty";
            case NS -> "An number set  may not be empty";
            default -> "Binary sets should not be empty";
        };
    }

    private String current() {
        return switch (type) {
            case SS ->
                    INVALID
                            + "Input collection "
                            + texts(inOrderOfDiscovery(), "\"", ", ")
                            + " contains duplicates.";
            case NS -> INVALID + "Input collection contains duplicates.";
            default ->
                    INVALID
                            + "Input collection "
                            + texts(inOrderOfDiscovery(), "\"", ",")
                            + "of type BS contains duplicates.";
        };
    }

    private String older() {
        return switch (type) {
            case SS ->
                    INVALID
                            + "Input collection "
                            + texts(elements, "", ", ")
                            + " contains duplicates.";
            case NS -> "Input collection contains duplicates";
            default ->
                    INVALID
                            + "Input collection "
                            + texts(elements, "", ", ")
                            + "of type BS contains duplicates.";
        };
    }

    /**
     * The current layer sorts elements until it meets one again: it lists those in byte order, then
     * the repeated one, then the rest as sent.
     */
    private List<E> inOrderOfDiscovery() {
        Set<E> sorted = new TreeSet<>(SetElements::compareBytes);
        int repeated = 0;
        while (sorted.add(elements.get(repeated))) {
            repeated++;
        }
        List<E> all = new ArrayList<>(sorted);
        all.addAll(elements.subList(repeated, elements.size()));
        return all;
    }

    private static <E extends Comparable<? super E>> int compareBytes(E left, E right) {
        if (left instanceof ByteBuffer a && right instanceof ByteBuffer b) {
            int mismatch = a.mismatch(b);
            return mismatch < 0 || mismatch >= Math.min(a.limit(), b.limit())
                    ? Integer.compare(a.limit(), b.limit())
                    : Byte.compareUnsigned(a.get(mismatch), b.get(mismatch));
        }
        return compareTexts(left.toString(), right.toString());
    }

    /** The order of UTF-8 is that of characters, and a surrogate stands for a later one. */
    private static int compareTexts(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aLater = Character.isSurrogate(a);
                return aLater == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : aLater ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static <E> int compareNumbers(E left, E right) {
        return DecimalNumber.compareCanonical(left.toString(), right.toString());
    }

    private static String texts(List<?> elements, String quote, String separator) {
        return elements.stream()
                .map(element -> quote + text(element) + quote)
                .collect(Collectors.joining(separator, "[", "]"));
    }

    private static String text(Object element) {
        return element instanceof ByteBuffer bytes
                ? Base64.getEncoder().encodeToString(bytes.array())
                : (String) element;
    }
}
