package stator.expression.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;

/**
 * Changes to a document by their places: a tree like the document's, whose leaves write or remove a
 * value. It is applied in one pass; indexes mean the elements as they were before.
 */
public final class DocumentEdit {
    /** Up to this many attributes are looked for one by one, more are met in one pass. */
    private static final int LOOKUPS_MAX = 8;

    /** Edits by name. An edit that has any has no {@link #elements}, and is no leaf. */
    private final Map<String, DocumentEdit> attributes = new LinkedHashMap<>();

    /** Edits by index, ascending. */
    private final TreeMap<Long, DocumentEdit> elements = new TreeMap<>();

    /** For a leaf: what it writes, or none if it removes. */
    private Optional<AttributeValue> written = Optional.empty();

    /**
     * Adds a leaf. No other leaf is at this path, above it or below it.
     *
     * @param written the value, or none to remove what is there
     */
    public void add(DocumentPath path, Bindings bindings, Optional<AttributeValue> written) {
        DocumentEdit node = this;
        for (DocumentPath.Element element : path.elements()) {
            node =
                    element instanceof DocumentPath.Element.Index index
                            ? node.elements.computeIfAbsent(index.index(), i -> new DocumentEdit())
                            : node.attributes.computeIfAbsent(
                                    element.name(bindings), n -> new DocumentEdit());
        }
        node.written = written;
    }

    /** The item after the changes. */
    public Item apply(Item item) {
        DocumentWriter writer = new DocumentWriter(item.documentBytes() + 256);
        rewriteAttributes(item, writer);
        return writer.toItem();
    }

    private boolean isLeaf() {
        return attributes.isEmpty() && elements.isEmpty();
    }

    private void rewriteAttributes(Item item, DocumentWriter writer) {
        writer.attributesExcept(item, attributes.keySet());
        Item changed = named(item);
        attributes.forEach((name, edit) -> {
            if (!edit.removes()) {
                writer.name(name);
                edit.rewriteValue(
                        edit.written.isPresent() ? Optional.empty() : changed.find(name), writer);
            }
        });
    }

    /** The attributes that are edited within, so that each is found among few. */
    private Item named(Item item) {
        if (attributes.size() <= LOOKUPS_MAX) {
            return item;
        }
        DocumentWriter named = new DocumentWriter(256);
        for (Item.Attribute attribute : item) {
            DocumentEdit edit = attributes.get(attribute.name());
            if (edit != null && !edit.isLeaf()) {
                named.name(attribute.name());
                named.value(attribute.value());
            }
        }
        return named.toItem();
    }

    private boolean removes() {
        return isLeaf() && written.isEmpty();
    }

    /**
     * @param value what is there now; only what a leaf writes may be new
     */
    private void rewriteValue(Optional<AttributeValue> value, DocumentWriter writer) {
        if (written.isPresent()) {
            writer.value(written.get());
        } else if (!attributes.isEmpty()) {
            int map = writer.startMap();
            rewriteAttributes(value.orElseThrow().map(), writer);
            writer.end(map);
        } else {
            int list = writer.startList();
            rewriteElements(value.orElseThrow(), writer);
            writer.end(list);
        }
    }

    /** Elements written beyond the end are appended, in the order of their indexes. */
    private void rewriteElements(AttributeValue list, DocumentWriter writer) {
        long index = 0;
        for (AttributeValue element : list.list()) {
            DocumentEdit edit = elements.get(index++);
            if (edit == null) {
                writer.value(element);
            } else if (!edit.removes()) {
                edit.rewriteValue(Optional.of(element), writer);
            }
        }
        for (DocumentEdit edit : elements.tailMap(index).values()) {
            edit.written.ifPresent(writer::value);
        }
    }
}
