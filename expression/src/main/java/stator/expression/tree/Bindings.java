package stator.expression.tree;

import stator.model.AttributeValue;

/**
 * What the placeholders of one parsed expression mean in one request. The parsed expression is
 * shared between requests and refers to its placeholders by slots; this is the only part made for
 * each request.
 */
public final class Bindings {
    /** For expressions without placeholders. */
    public static final Bindings NONE = new Bindings(new String[0], new AttributeValue[0]);

    /** By slot; null where the request does not define the placeholder. */
    private final String[] names;

    /** By slot; null where the request does not define the placeholder. */
    private final AttributeValue[] values;

    public Bindings(String[] names, AttributeValue[] values) {
        this.names = names;
        this.values = values;
    }

    public boolean definesName(int slot) {
        return names[slot] != null;
    }

    public boolean definesValue(int slot) {
        return values[slot] != null;
    }

    public AttributeValue value(int slot) {
        return values[slot];
    }

    String name(int slot) {
        return names[slot];
    }
}
