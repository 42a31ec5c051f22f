package stator.expression.tree;

import java.util.List;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * A path into an item: {@code a.b[0].#c}. It has at least one element, and the first is no index.
 */
public record DocumentPath(List<Element> elements) {
    /** Most elements of a path. */
    public static final int ELEMENTS_MAX = 32;

    /** A step of a path. */
    public sealed interface Element {
        /** The attribute name of a step that is no index. */
        String name(Bindings bindings);

        /** An attribute by its name. */
        record Name(String name) implements Element {
            @Override
            public String name(Bindings bindings) {
                return name;
            }
        }

        /** An attribute by a placeholder, a slot of {@link Bindings}. */
        record Placeholder(int slot) implements Element {
            @Override
            public String name(Bindings bindings) {
                return bindings.name(slot);
            }
        }

        /** An element of a list. */
        record Index(long index) implements Element {
            @Override
            public String name(Bindings bindings) {
                throw new IllegalStateException("An index has no name: " + index);
            }
        }

        /** Whether both lead to the same place from the same place. */
        public default boolean sameAs(Element other, Bindings bindings) {
            return this instanceof Index || other instanceof Index
                    ? equals(other)
                    : name(bindings).equals(other.name(bindings));
        }
    }

    public DocumentPath {
        elements = List.copyOf(elements);
    }

    public static DocumentPath ofName(String name) {
        return new DocumentPath(List.of(new Element.Name(name)));
    }

    public boolean isNested() {
        return elements.size() > 1;
    }

    public boolean hasIndexLast() {
        return elements.getLast() instanceof Element.Index;
    }

    /** The top-level attribute that the path begins with. */
    public String topLevelName(Bindings bindings) {
        return elements.getFirst().name(bindings);
    }

    /** The value that the path leads to. */
    Optional<AttributeValue> find(Item item, Bindings bindings) {
        Optional<AttributeValue> value = item.find(topLevelName(bindings));
        for (int i = 1; i < elements.size() && value.isPresent(); i++) {
            value = step(value.get(), elements.get(i), bindings);
        }
        return value;
    }

    static Optional<AttributeValue> step(
            AttributeValue container, Element element, Bindings bindings) {
        if (element instanceof Element.Index index) {
            return container.type() == AttributeType.L
                    ? container.element(index.index())
                    : Optional.empty();
        }
        return container.type() == AttributeType.M
                ? container.map().find(element.name(bindings))
                : Optional.empty();
    }

    /** Whether both lead to the same place. */
    public boolean sameAs(DocumentPath other, Bindings bindings) {
        if (elements.size() != other.elements.size()) {
            return false;
        }
        for (int i = 0; i < elements.size(); i++) {
            if (!elements.get(i).sameAs(other.elements.get(i), bindings)) {
                return false;
            }
        }
        return true;
    }

    /** The path as AWS's messages show it: {@code [a, [0], b]}. */
    public String toText(Bindings bindings) {
        StringBuilder text = new StringBuilder("[");
        for (Element element : elements) {
            text.append(text.length() > 1 ? ", " : "");
            if (element instanceof Element.Index index) {
                text.append('[').append(index.index()).append(']');
            } else {
                text.append(element.name(bindings));
            }
        }
        return text.append(']').toString();
    }
}
