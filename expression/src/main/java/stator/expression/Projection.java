package stator.expression;

import java.util.List;
import java.util.Set;
import stator.expression.tree.Bindings;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.PathNames;
import stator.expression.tree.PathTree;
import stator.model.Item;
import stator.model.LongWork;

/** The parts of an item that a read returns. Immutable. */
public final class Projection {
    /** Where each attribute or element on the way becomes an object. */
    private static final int UNITS_PER_BYTE = 16;

    private final List<DocumentPath> paths;
    private final Bindings bindings;
    private final PathTree tree;

    Projection(List<DocumentPath> paths, Bindings bindings) {
        this.paths = List.copyOf(paths);
        this.bindings = bindings;
        this.tree = PathTree.of(paths, bindings);
    }

    /** The projection that AttributesToGet states: top-level attributes, each named once. */
    public static Projection ofAttributes(List<String> names) {
        return new Projection(names.stream().map(DocumentPath::ofName).toList(), Bindings.NONE);
    }

    /** An item of the projected parts that {@code item} has. */
    public Item project(Item item) {
        return LongWork.run(units(item), () -> tree.take(item));
    }

    /** About how many bytes {@link #project} looks at. */
    private long units(Item item) {
        return (long) item.documentBytes() * Math.min(paths.size(), UNITS_PER_BYTE);
    }

    /** The top-level attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        return names().topLevel();
    }

    /** Those of {@link #topLevelNames()} that it looks into ({@code a.b}, {@code a[0]}). */
    public Set<String> nestedNames() {
        return names().nested();
    }

    private PathNames names() {
        PathNames names = new PathNames(bindings);
        paths.forEach(names::add);
        return names;
    }
}
