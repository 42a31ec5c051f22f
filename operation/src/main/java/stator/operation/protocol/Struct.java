package stator.operation.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * A structure read from a request by its shape in AWS's model; the constraints of the model hold.
 *
 * <p>Members are asked for by their names in the model. A getter without a default is for members
 * that are there: required ones, or after {@link #has}. Asking for a member that the shape does not
 * have, or as another type, is a mistake of ours and an {@link IllegalStateException}.
 *
 * <p>Attribute values were read into item documents on the way. What is wrong inside of them is
 * thrown by the getter as {@link InvalidValueException}, so that the operation decides when it is
 * reported.
 */
public final class Struct {
    private Struct() {}

    /** Whether the request has the member, with a value other than null. */
    public boolean has(String member) {
        throw new IllegalStateException(member);
    }

    /** The text of a string or enum member. */
    public String string(String member) {
        throw new IllegalStateException(member);
    }

    /** The text of a string or enum member, or {@code otherwise}. */
    public String string(String member, String otherwise) {
        return has(member) ? string(member) : otherwise;
    }

    /** The text of a string or enum member. */
    public Optional<String> findString(String member) {
        return has(member) ? Optional.of(string(member)) : Optional.empty();
    }

    /** The value of a boolean member. */
    public boolean bool(String member) {
        throw new IllegalStateException(member);
    }

    /** The value of a boolean member, or {@code otherwise}. */
    public boolean bool(String member, boolean otherwise) {
        return has(member) ? bool(member) : otherwise;
    }

    /** The value of an integer member. */
    public int integer(String member) {
        throw new IllegalStateException(member);
    }

    /** The value of an integer member, or {@code otherwise}. */
    public int integer(String member, int otherwise) {
        return has(member) ? integer(member) : otherwise;
    }

    /** The value of a long member. */
    public long longInteger(String member) {
        throw new IllegalStateException(member);
    }

    /** The value of a long member, or {@code otherwise}. */
    public long longInteger(String member, long otherwise) {
        return has(member) ? longInteger(member) : otherwise;
    }

    /** The value of a double member. */
    public double decimal(String member) {
        throw new IllegalStateException(member);
    }

    /** The value of a timestamp member. */
    public Instant instant(String member) {
        throw new IllegalStateException(member);
    }

    /** The nested structure. */
    public Struct struct(String member) {
        throw new IllegalStateException(member);
    }

    /** The nested structure. */
    public Optional<Struct> findStruct(String member) {
        return has(member) ? Optional.of(struct(member)) : Optional.empty();
    }

    /** The structures of a list; empty if the member is absent. */
    public List<Struct> structs(String member) {
        throw new IllegalStateException(member);
    }

    /** The texts of a list; empty if the member is absent. */
    public List<String> strings(String member) {
        throw new IllegalStateException(member);
    }

    /** A map of texts in the request's order; empty if the member is absent. */
    public Map<String, String> stringMap(String member) {
        throw new IllegalStateException(member);
    }

    /** A map of structures in the request's order; empty if the member is absent. */
    public Map<String, Struct> structMap(String member) {
        throw new IllegalStateException(member);
    }

    /** A map of lists of structures in the request's order; empty if the member is absent. */
    public Map<String, List<Struct>> structListMap(String member) {
        throw new IllegalStateException(member);
    }

    /**
     * A map of attribute values (an item, a key, the values of an expression).
     *
     * @throws InvalidValueException if one of its values is not one of the API
     */
    public Item item(String member) {
        throw new IllegalStateException(member);
    }

    /**
     * A map of attribute values.
     *
     * @throws InvalidValueException if one of its values is not one of the API
     */
    public Optional<Item> findItem(String member) {
        return has(member) ? Optional.of(item(member)) : Optional.empty();
    }

    /**
     * A list of maps of attribute values; empty if the member is absent.
     *
     * @throws InvalidValueException if one of the values is not one of the API
     */
    public List<Item> items(String member) {
        throw new IllegalStateException(member);
    }

    /**
     * One attribute value.
     *
     * @throws InvalidValueException if it is not one of the API
     */
    public AttributeValue value(String member) {
        throw new IllegalStateException(member);
    }

    /**
     * A list of attribute values; empty if the member is absent.
     *
     * @throws InvalidValueException if one of them is not one of the API
     */
    public List<AttributeValue> values(String member) {
        throw new IllegalStateException(member);
    }
}
