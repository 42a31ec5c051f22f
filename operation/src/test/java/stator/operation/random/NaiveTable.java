package stator.operation.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A table of the model: a map of items, from which its indexes are worked out anew each time. */
final class NaiveTable {
    static final Map<String, String> TYPES =
            Map.of("pk", "S", "sk", "N", "g", "S", "n", "N", "d", "N");

    private final String name;
    private final List<String> key;
    private final Map<String, Index> indexes = new TreeMap<>();
    private final Map<String, Attributes> items = new TreeMap<>();

    /**
     * @param projected the attributes besides the keys; empty for all of them
     */
    record Index(
            String name, List<String> hash, List<String> range, Optional<List<String>> projected) {
        List<String> key() {
            return Stream.concat(hash.stream(), range.stream()).toList();
        }
    }

    /** What is wrong with attributes that are keys of indexes. */
    enum Problem {
        NONE,
        WRONG_TYPE,
        EMPTY
    }

    NaiveTable(String name, String... key) {
        this.name = name;
        this.key = List.of(key);
    }

    String name() {
        return name;
    }

    List<String> key() {
        return key;
    }

    void add(Index index) {
        indexes.put(index.name, index);
    }

    void remove(String index) {
        indexes.remove(index);
    }

    boolean hasIndex(String index) {
        return indexes.containsKey(index);
    }

    /** The index of that name; the table itself, seen as one, if it is empty. */
    Index index(String index) {
        return index.isEmpty()
                ? new Index("", key.subList(0, 1), key.subList(1, key.size()), Optional.empty())
                : indexes.get(index);
    }

    /** The names of all indexes, and of the table itself. */
    List<String> readable() {
        List<String> names = new ArrayList<>(indexes.keySet());
        names.add("");
        return names;
    }

    Optional<Attributes> get(Attributes itemKey) {
        return Optional.ofNullable(items.get(itemKey.toString()));
    }

    void put(Attributes item) {
        items.put(item.only(key).toString(), item);
    }

    void delete(Attributes itemKey) {
        items.remove(itemKey.toString());
    }

    void clear() {
        items.clear();
    }

    /** What is wrong with attributes that a request itself shows; the type first. */
    Problem problem(Attributes shown) {
        Problem found = Problem.NONE;
        for (Index index : indexes.values()) {
            for (String attribute : index.key()) {
                if (shown.has(attribute) && !shown.isA(attribute, TYPES.get(attribute))) {
                    return Problem.WRONG_TYPE;
                }
                if (shown.isA(attribute, "S") && shown.text(attribute).isEmpty()) {
                    found = Problem.EMPTY;
                }
            }
        }
        return found;
    }

    /** Whether attributes that a request shows have an empty key of an index. */
    boolean hasEmptyKey(Attributes shown) {
        return indexes.values().stream()
                .flatMap(index -> index.key().stream())
                .anyMatch(name -> shown.isA(name, "S") && shown.text(name).isEmpty());
    }

    /** The entries of an index in the order of its sort key, and of the table's among equals. */
    List<Attributes> entries(Index index) {
        List<String> order = new ArrayList<>(index.range);
        order.addAll(key);
        Comparator<Attributes> comparator =
                (left, right) -> {
                    for (String attribute : order) {
                        int compared = compare(attribute, left, right);
                        if (compared != 0) {
                            return compared;
                        }
                    }
                    return 0;
                };
        return items.values().stream()
                .filter(item -> index.key().stream().allMatch(a -> item.isA(a, TYPES.get(a))))
                .map(item -> project(index, item))
                .sorted(comparator)
                .toList();
    }

    private Attributes project(Index index, Attributes item) {
        if (index.projected.isEmpty()) {
            return item;
        }
        List<String> names = new ArrayList<>(index.projected.get());
        names.addAll(index.key());
        names.addAll(key);
        return item.only(names);
    }

    private static int compare(String attribute, Attributes left, Attributes right) {
        return TYPES.get(attribute).equals("N")
                ? Integer.compare(left.number(attribute), right.number(attribute))
                : left.text(attribute).compareTo(right.text(attribute));
    }
}
