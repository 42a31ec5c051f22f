package stator.operation.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.VectorSettings;
import stator.database.table.VectorSettings.Role;
import stator.database.table.VectorSettings.SearchAttribute;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * The rules for vectors, and for the attributes of search schemas, in items that are written. What
 * is missing breaks none of them.
 *
 * <p>The words were captured from the service by the nubo-db/dynoxide project (August 2026), odd
 * points and missing ones included. Which of several indexes is named could not be established; it
 * is the first by name.
 */
public final class VectorRules {
    private static final String INVALID = "One or more parameter values were invalid. ";

    /** As many digits are always in the range of 32-bit floats. */
    private static final int SAFE_DIGITS = 37;

    private VectorRules() {}

    /** Checks a whole item. */
    static void requireItem(Item item, Table table) {
        for (IndexDescription index : table.vectorIndexes()) {
            item.find(index.vector().attribute()).ifPresent(vector -> requireVector(vector, index));
            for (SearchAttribute element : index.vector().searchSchema()) {
                Optional<AttributeValue> value = item.find(element.attribute().name());
                if (value.isPresent()) {
                    requireType(value.get(), element, index);
                    if (element.role() == Role.HASH) {
                        ItemKeys.requireIndexValue(value.get(), index, element.attribute());
                        ItemKeys.requireSizes(item, index.key());
                    }
                }
            }
        }
    }

    /** Checks what an update has changed. */
    static void requireUpdated(Item item, Table table, Set<String> updated) {
        for (IndexDescription index : table.vectorIndexes()) {
            String attribute = index.vector().attribute();
            if (updated.contains(attribute)) {
                item.find(attribute).ifPresent(vector -> requireVector(vector, index));
            }
            for (SearchAttribute element : index.vector().searchSchema()) {
                String name = element.attribute().name();
                if (updated.contains(name) && item.contains(name)) {
                    AttributeValue value = item.get(name);
                    requireType(value, element, index);
                    if (element.role() == Role.HASH) {
                        ItemKeys.requireUpdatedValue(value);
                        ItemKeys.requireSizes(item, index.key());
                    }
                }
            }
        }
    }

    private static void requireVector(AttributeValue vector, IndexDescription index) {
        VectorSettings settings = index.vector();
        if (vector.type() != AttributeType.L) {
            throw invalid(
                    "Invalid type for parameter "
                            + settings.attribute()
                            + ", Expected: 32-bit floating point number list",
                    index);
        }
        List<AttributeValue> elements = vector.list();
        if (elements.size() != settings.dimensions()) {
            throw invalid(
                    "Invalid size for parameter "
                            + settings.attribute()
                            + ", Expected: "
                            + settings.dimensions()
                            + ", Actual: "
                            + elements.size(),
                    index);
        }
        for (int i = 0; i < elements.size(); i++) {
            requireElement(elements.get(i), settings.attribute() + "[" + i + "]", index);
        }
    }

    private static void requireElement(
            AttributeValue element, String name, IndexDescription index) {
        if (element.type() != AttributeType.N) {
            throw invalid(
                    "Invalid type for parameter "
                            + name
                            + ", Expected: 32-bit floating point number, Actual: "
                            + element.type()
                            + ".",
                    index);
        }
        if (!isFloat(element)) {
            throw invalid(
                    "Invalid value for parameter "
                            + name
                            + ", Value: "
                            + element.text()
                            + " is outside valid range [-3.4028235E38, 3.4028235E38].",
                    index);
        }
    }

    /** Whether a number is in the range of 32-bit floats. */
    public static boolean isFloat(AttributeValue number) {
        return number.binaryLength() <= SAFE_DIGITS
                || !Float.isInfinite(Float.parseFloat(number.text()));
    }

    private static void requireType(
            AttributeValue value, SearchAttribute element, IndexDescription index) {
        if (value.type() != element.attribute().type()) {
            throw invalid(
                    "Attribute '"
                            + element.attribute().name()
                            + "' type mismatch. Expected: "
                            + element.attribute().type()
                            + ", Actual: "
                            + value.type()
                            + ".",
                    index);
        }
    }

    private static ApiException invalid(String problem, IndexDescription index) {
        return ApiException.validation(INVALID + problem + " IndexName: " + index.name());
    }
}
