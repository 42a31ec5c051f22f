package stator.expression.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.LongWork;

/**
 * The item that a condition or an update is evaluated on, with the values of the request.
 *
 * <p>A path is found by walking over what lies before it. An expression has room for three hundred
 * paths and an item for a hundred thousand attributes, so after the first few paths the maps and
 * lists on the way are walked once more and remembered by name and index. So all paths together
 * cost one walk over the item. Used by one evaluation, in one thread.
 */
public final class Subject {
    /** So many paths are found without remembering anything: nearly every expression has fewer. */
    public static final int WALKS_MAX = 8;

    /** Some milliseconds. */
    private static final long PAUSE_UNITS = 2 << 20;

    private final Item item;
    private final Bindings bindings;
    private Place root;
    private int walks;
    private long units;

    public Subject(Item item, Bindings bindings) {
        this.item = item;
        this.bindings = bindings;
    }

    Bindings bindings() {
        return bindings;
    }

    /** Counts bytes that were looked at, and from time to time lets others go first. */
    void lookedAt(long bytes) {
        units += bytes;
        if (units > PAUSE_UNITS) {
            units = 0;
            LongWork.pause();
        }
    }

    /** The value that the path leads to. */
    public Optional<AttributeValue> find(DocumentPath path) {
        if (walks < WALKS_MAX) {
            walks++;
            return path.find(item, bindings);
        }
        return place(path).map(place -> place.value);
    }

    /** The size of what an operand is, as the function {@code size} gives it. */
    Optional<AttributeValue> size(Operand operand) {
        if (walks >= WALKS_MAX && operand instanceof Operand.AtPath atPath) {
            return place(atPath.path()).flatMap(Place::size);
        }
        return operand.value(this).flatMap(Subject::size);
    }

    private Optional<Place> place(DocumentPath path) {
        if (root == null) {
            root = new Place(AttributeValue.NULL, item);
        }
        Place place = root;
        for (int i = 0; i < path.elements().size() && place != null; i++) {
            place =
                    path.elements().get(i) instanceof DocumentPath.Element.Index index
                            ? place.element(index.index())
                            : place.attribute(path.elements().get(i).name(bindings));
        }
        return Optional.ofNullable(place);
    }

    private static Optional<AttributeValue> size(AttributeValue value) {
        return switch (value.type()) {
            case S -> Optional.of(AttributeValue.number(value.textLength()));
            case B -> Optional.of(AttributeValue.number(value.binaryLength()));
            case SS, NS, BS, L, M -> Optional.of(AttributeValue.number(value.count()));
            case N, NULL, BOOL -> Optional.empty();
        };
    }

    /** A value of the item with what it holds, as far as somebody asked. */
    private static final class Place {
        private final AttributeValue value;

        /** What the value holds if it is a map. */
        private final Item attributes;

        private Map<String, Place> byName;
        private List<Place> byIndex;

        /** Null until it is asked for, and if the value has none. */
        private AttributeValue size;

        private Place(AttributeValue value, Item attributes) {
            this.value = value;
            this.attributes = attributes;
        }

        private static Place of(AttributeValue value) {
            return new Place(value, value.type() == AttributeType.M ? value.map() : Item.EMPTY);
        }

        private Place attribute(String name) {
            if (byName == null) {
                byName = new HashMap<>();
                for (Item.Attribute attribute : attributes) {
                    byName.put(attribute.name(), of(attribute.value()));
                }
            }
            return byName.get(name);
        }

        private Place element(long index) {
            if (byIndex == null) {
                byIndex = new ArrayList<>();
                if (value.type() == AttributeType.L) {
                    value.list().forEach(element -> byIndex.add(of(element)));
                }
            }
            return index < byIndex.size() ? byIndex.get((int) index) : null;
        }

        private Optional<AttributeValue> size() {
            if (size == null) {
                size = Subject.size(value).orElse(null);
            }
            return Optional.ofNullable(size);
        }
    }
}
