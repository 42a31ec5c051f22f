package stator.expression;

import java.util.List;
import java.util.Set;
import stator.model.Item;

/** The parts of an item that a read returns. Immutable. */
public final class Projection {
    /** The projection that AttributesToGet states: top-level attributes. */
    public static Projection ofAttributes(List<String> names) {
        throw new IllegalStateException("unfinished");
    }

    /** An item of the projected parts that {@code item} has. */
    public Item project(Item item) {
        throw new IllegalStateException("unfinished");
    }

    /** The top-level attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        throw new IllegalStateException("unfinished");
    }
}
