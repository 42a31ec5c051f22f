package stator.expression.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;

/**
 * Several paths as one tree, to take the values at them out of an item. No path is within another.
 *
 * <p>What is taken keeps its place in maps. Elements of a list keep their order and close ranks:
 * {@code l[2], l[0]} takes a list of two elements, {@code l[0].a, l[0].b} of one.
 */
public final class PathTree {
    /** Up to this many attributes are looked up one by one, more are met in one pass. */
    private static final int LOOKUPS_MAX = 8;

    /** Steps by name. In a tree that has any, there are no {@link #elements}. */
    private Map<String, PathTree> attributes = Map.of();

    /** Steps by index, ascending. */
    private Map<Long, PathTree> elements = Map.of();

    public static PathTree of(List<DocumentPath> paths, Bindings bindings) {
        PathTree root = new PathTree();
        for (DocumentPath path : paths) {
            PathTree node = root;
            for (DocumentPath.Element element : path.elements()) {
                node = node.step(element, bindings);
            }
        }
        return root;
    }

    private PathTree step(DocumentPath.Element element, Bindings bindings) {
        if (element instanceof DocumentPath.Element.Index index) {
            if (elements.isEmpty()) {
                elements = new TreeMap<>();
            }
            return elements.computeIfAbsent(index.index(), i -> new PathTree());
        }
        if (attributes.isEmpty()) {
            attributes = new LinkedHashMap<>();
        }
        return attributes.computeIfAbsent(element.name(bindings), n -> new PathTree());
    }

    private boolean isLeaf() {
        return attributes.isEmpty() && elements.isEmpty();
    }

    /** The values at the paths. */
    public Item take(Item item) {
        DocumentWriter writer = new DocumentWriter(256);
        takeAttributes(item, writer);
        return writer.toItem();
    }

    private void takeAttributes(Item item, DocumentWriter writer) {
        if (attributes.size() <= LOOKUPS_MAX) {
            attributes.forEach((name, node) ->
                    item.find(name).ifPresent(value -> node.takeAttribute(name, value, writer)));
            return;
        }
        for (Item.Attribute attribute : item) {
            PathTree node = attributes.get(attribute.name());
            if (node != null) {
                node.takeAttribute(attribute.name(), attribute.value(), writer);
            }
        }
    }

    private void takeAttribute(String name, AttributeValue value, DocumentWriter writer) {
        int before = writer.length();
        writer.name(name);
        int named = writer.length();
        takeValue(value, writer);
        if (writer.length() == named) {
            writer.truncate(before);
        }
    }

    /** Writes what there is at the paths; nothing if there is nothing. */
    private void takeValue(AttributeValue value, DocumentWriter writer) {
        if (isLeaf()) {
            writer.value(value);
        } else if (value.type() == AttributeType.M && !attributes.isEmpty()) {
            int before = writer.length();
            int map = writer.startMap();
            int opened = writer.length();
            takeAttributes(value.map(), writer);
            close(writer, before, map, opened);
        } else if (value.type() == AttributeType.L && !elements.isEmpty()) {
            int before = writer.length();
            int list = writer.startList();
            int opened = writer.length();
            takeElements(value, writer);
            close(writer, before, list, opened);
        }
    }

    private void takeElements(AttributeValue list, DocumentWriter writer) {
        if (elements.size() <= LOOKUPS_MAX) {
            elements.forEach((index, node) ->
                    list.element(index).ifPresent(element -> node.takeValue(element, writer)));
            return;
        }
        long index = 0;
        for (AttributeValue element : list.list()) {
            PathTree node = elements.get(index++);
            if (node != null) {
                node.takeValue(element, writer);
            }
        }
    }

    private static void close(DocumentWriter writer, int before, int container, int opened) {
        if (writer.length() == opened) {
            writer.truncate(before);
        } else {
            writer.end(container);
        }
    }
}
