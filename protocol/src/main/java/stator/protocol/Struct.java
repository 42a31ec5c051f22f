package stator.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.DocumentReader.ReadItem;
import stator.protocol.DocumentReader.ReadValue;
import stator.protocol.shape.StructShape;

/**
 * A structure read from a request by its shape in AWS's model; the constraints of the model hold.
 *
 * <p>Members are asked for by their names in the model. A getter without a default is for members
 * that are there: required ones, or after {@link #has}. Asking one for a member that is not there,
 * or any for another type, is a mistake of ours and an {@link IllegalStateException} or {@link
 * ClassCastException}.
 *
 * <p>Attribute values were read into item documents on the way. What is wrong inside of them is
 * thrown by the getter as {@link InvalidValueException}, so that the operation decides when it is
 * reported.
 */
public final class Struct {
    private final StructShape shape;

    /** By the index of the member; null where the request has none. */
    private final Object[] values;

    private final RequestReader.Reading reading;

    Struct(StructShape shape, Object[] values, RequestReader.Reading reading) {
        this.shape = shape;
        this.values = values;
        this.reading = reading;
    }

    /**
     * Whether the request has the member, with a value other than null. A member that the shape
     * does not have is absent, so that what several operations share can be asked of each.
     */
    public boolean has(String member) {
        int index = shape.indexOf(member);
        return index >= 0 && values[index] != null;
    }

    /** Whether the shape has the member, be it in the request or not. */
    public boolean declares(String member) {
        return shape.indexOf(member) >= 0;
    }

    /** The text of a string or enum member. */
    public String string(String member) {
        return (String) present(member);
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
        return (Boolean) present(member);
    }

    /** The value of a boolean member, or {@code otherwise}. */
    public boolean bool(String member, boolean otherwise) {
        return has(member) ? bool(member) : otherwise;
    }

    /** The value of an integer member. */
    public int integer(String member) {
        return (Integer) present(member);
    }

    /** The value of an integer member, or {@code otherwise}. */
    public int integer(String member, int otherwise) {
        return has(member) ? integer(member) : otherwise;
    }

    /** The value of a long member. */
    public long longInteger(String member) {
        return (Long) present(member);
    }

    /** The value of a long member, or {@code otherwise}. */
    public long longInteger(String member, long otherwise) {
        return has(member) ? longInteger(member) : otherwise;
    }

    /** The value of a double member. */
    public double decimal(String member) {
        return (Double) present(member);
    }

    /** The value of a timestamp member. */
    public Instant instant(String member) {
        return (Instant) present(member);
    }

    /** The nested structure. */
    public Struct struct(String member) {
        return (Struct) present(member);
    }

    /** The nested structure. */
    public Optional<Struct> findStruct(String member) {
        return has(member) ? Optional.of(struct(member)) : Optional.empty();
    }

    /** The structures of a list; empty if the member is absent. */
    public List<Struct> structs(String member) {
        return list(member);
    }

    /** A hash of what the structures of a list say, in whatever order they say it. */
    public byte[] fingerprint(String member) {
        return RequestFingerprint.of(structs(member));
    }

    /** All of it as JSON, to be shown to those who ask what was asked for. */
    public String json() {
        return StructJson.of(this);
    }

    /** A hash of everything that this says. */
    public byte[] fingerprint() {
        return RequestFingerprint.of(List.of(this));
    }

    /** The texts of a list; empty if the member is absent. */
    public List<String> strings(String member) {
        return list(member);
    }

    /** A map of texts in the request's order; empty if the member is absent. */
    public Map<String, String> stringMap(String member) {
        return map(member);
    }

    /** A map of structures in the request's order; empty if the member is absent. */
    public Map<String, Struct> structMap(String member) {
        return map(member);
    }

    /** A map of lists of structures in the request's order; empty if the member is absent. */
    public Map<String, List<Struct>> structListMap(String member) {
        return map(member);
    }

    /**
     * A map of attribute values (an item, a key, the values of an expression).
     *
     * @throws InvalidValueException if one of its values is not one of the API
     */
    public Item item(String member) {
        ReadItem read = (ReadItem) present(member);
        if (read.problem() != null) {
            throw invalid(read.problem(), member);
        }
        return read.item();
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
        List<Item> items = new ArrayList<>();
        for (ReadItem read : this.<ReadItem>list(member)) {
            if (read.problem() != null) {
                throw invalid(read.problem(), member);
            }
            items.add(read.item());
        }
        return items;
    }

    /**
     * One attribute value.
     *
     * @throws InvalidValueException if it is not one of the API
     */
    public AttributeValue value(String member) {
        return valid((ReadValue) present(member), member);
    }

    /**
     * A list of attribute values; empty if the member is absent.
     *
     * @throws InvalidValueException if one of them is not one of the API
     */
    public List<AttributeValue> values(String member) {
        List<AttributeValue> result = new ArrayList<>();
        for (ReadValue read : this.<ReadValue>list(member)) {
            result.add(valid(read, member));
        }
        return result;
    }

    private AttributeValue valid(ReadValue read, String member) {
        if (read.problem() != null) {
            throw invalid(read.problem(), member);
        }
        return read.value();
    }

    InvalidValueException invalid(ValueProblem problem, String member) {
        boolean current = reading.layer() == ValidationLayer.CURRENT;
        return new InvalidValueException(
                problem.error(), current, current ? problem.current() : older(problem, member));
    }

    private static String older(ValueProblem problem, String member) {
        return member.equals("ExpressionAttributeValues")
                ? "ExpressionAttributeValues contains invalid value: "
                        + problem.older()
                        + " for key "
                        + problem.attribute()
                : problem.older();
    }

    /** As JSON, and below it, a line for each member, what is wrong with its attribute values. */
    @Override
    public String toString() {
        return StructText.of(this);
    }

    private Object present(String member) {
        int index = shape.indexOf(member);
        if (index < 0 || values[index] == null) {
            throw new IllegalStateException(shape.name() + " was read without " + member);
        }
        return values[index];
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> list(String member) {
        return has(member) ? (List<T>) present(member) : List.of();
    }

    @SuppressWarnings("unchecked")
    private <T> Map<String, T> map(String member) {
        return has(member) ? (Map<String, T>) present(member) : Map.of();
    }

    /** How many elements a list has that is there. */
    public int sizeOf(String member) {
        return ((List<?>) present(member)).size();
    }

    StructShape shape() {
        return shape;
    }

    /** The value of the member of that index, or null. */
    Object valueAt(int index) {
        return values[index];
    }

    /** Whether every required member of this structure itself is there. */
    public boolean hasRequired() {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && shape.member(i).required()) {
                return false;
            }
        }
        return true;
    }
}
