package stator.expression.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;

/**
 * Finds two paths of one expression that clash: one is the other or leads through it (overlap), or
 * they take the same place for a list and for a map (conflict).
 *
 * <p>Of several clashes AWS reports a certain one, and so must we: the paths are a tree, which is
 * walked from its newest branches to its oldest, branches before the node that they grow from.
 * Every path is looked at once.
 */
public final class PathConflicts {
    /**
     * So few paths are compared with each other; only if two clash or there are more, a tree is
     * made.
     */
    private static final int COMPARED_PATHS_MAX = 8;

    private final ExpressionKind kind;
    private final List<DocumentPath> paths;
    private final Bindings bindings;

    private PathConflicts(ExpressionKind kind, List<DocumentPath> paths, Bindings bindings) {
        this.kind = kind;
        this.paths = paths;
        this.bindings = bindings;
    }

    /**
     * @throws InvalidExpressionException if two paths clash
     */
    public static void requireNone(
            ExpressionKind kind, List<DocumentPath> paths, Bindings bindings) {
        PathConflicts conflicts = new PathConflicts(kind, paths, bindings);
        if (paths.size() > COMPARED_PATHS_MAX || conflicts.anyClash()) {
            conflicts.requireNone();
        }
    }

    private boolean anyClash() {
        for (int i = 0; i < paths.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (clash(paths.get(i).elements(), paths.get(j).elements())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean clash(List<DocumentPath.Element> left, List<DocumentPath.Element> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!left.get(i).sameAs(right.get(i), bindings)) {
                return left.get(i) instanceof DocumentPath.Element.Index
                        != right.get(i) instanceof DocumentPath.Element.Index;
            }
        }
        return true;
    }

    private void requireNone() {
        Branch root = new Branch(false);
        for (int i = 0; i < paths.size(); i++) {
            Branch branch = root;
            for (DocumentPath.Element element : paths.get(i).elements()) {
                branch = branch.grow(element, i);
            }
            branch.add(new Entry(i, null));
        }
        walk(root);
    }

    private void walk(Branch branch) {
        List<Entry> entries = branch.entries;
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (!entries.get(i).isEnd()) {
                walk(entries.get(i).branch());
            }
            for (int j = entries.size() - 1; branch.clashes && j >= 0; j--) {
                if (i != j) {
                    requireNoClash(entries.get(i), entries.get(j));
                }
            }
        }
    }

    private void requireNoClash(Entry entry, Entry other) {
        if (entry.isEnd() || other.isEnd()) {
            throw clash("overlap", newestPath(entry), newestPath(other));
        }
        if (entry.branch().isIndex != other.branch().isIndex) {
            throw clash("conflict", newestPath(entry), newestPath(other));
        }
    }

    /** A path that leads through an entry: the newest at every fork. */
    private static int newestPath(Entry entry) {
        Entry newest = entry;
        while (!newest.isEnd()) {
            newest = newest.branch().entries.getLast();
        }
        return newest.path();
    }

    private InvalidExpressionException clash(String clash, int left, int right) {
        return kind.invalid(
                ExpressionError.PATHS,
                "Two document paths "
                        + clash
                        + " with each other; must remove or rewrite one of these paths; path one: "
                        + paths.get(Math.min(left, right)).toText(bindings)
                        + ", path two: "
                        + paths.get(Math.max(left, right)).toText(bindings));
    }

    /** What follows at a fork: a branch, or (without one) the end of a path. */
    private record Entry(int path, Branch branch) {
        boolean isEnd() {
            return branch == null;
        }
    }

    /** A step that one or several paths take. */
    private final class Branch {
        private final boolean isIndex;

        private final Map<Object, Branch> byStep = new HashMap<>();

        /** Oldest first. */
        private final List<Entry> entries = new ArrayList<>();

        /** Whether two of the entries clash. */
        private boolean clashes;

        private Branch(boolean isIndex) {
            this.isIndex = isIndex;
        }

        /** Adds an entry, and notices whether it clashes with an earlier one. */
        private void add(Entry entry) {
            if (!entries.isEmpty() && !clashes) {
                // All earlier entries are branches of one kind, or there is one and it is an end.
                Entry earlier = entries.getFirst();
                clashes =
                        entry.isEnd()
                                || earlier.isEnd()
                                || entry.branch().isIndex != earlier.branch().isIndex;
            }
            entries.add(entry);
        }

        private Branch grow(DocumentPath.Element element, int path) {
            boolean index = element instanceof DocumentPath.Element.Index;
            Object step = index ? element : element.name(bindings);
            Branch branch = byStep.get(step);
            if (branch == null) {
                branch = new Branch(index);
                byStep.put(step, branch);
                add(new Entry(path, branch));
            }
            return branch;
        }
    }
}
