package stator.database.row;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.VectorSettings;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;

/**
 * Which items a vector index covers, and what it holds of them.
 *
 * <p>An item is in the index if it has a valid vector, the HASH attribute of the search schema, and
 * no filter attribute of a wrong type. Writes are refused if they would break these rules, except
 * that the vector or the HASH attribute may be missing. The index keeps the vector as 32-bit
 * floats, be it projected or not.
 */
final class VectorEntries {
    private final VectorSettings settings;
    private final int nameBytes;
    private final boolean projectsAll;
    private final Set<String> vectorOnly;

    /** Without the vector, which is kept as floats before them. */
    private final Set<String> projected;

    VectorEntries(IndexDescription index, Set<String> projected) {
        settings = index.vector();
        nameBytes = settings.attribute().getBytes(StandardCharsets.UTF_8).length;
        projectsAll = index.projection() == Projection.ALL;
        vectorOnly = Set.of(settings.attribute());
        this.projected = new LinkedHashSet<>(projected);
        this.projected.removeAll(vectorOnly);
    }

    /** Whether an item that has the index's key is in it. */
    boolean covers(Item item) {
        for (VectorSettings.SearchAttribute element : settings.searchSchema()) {
            KeyAttribute attribute = element.attribute();
            Optional<AttributeValue> value = item.find(attribute.name());
            if (value.isPresent() && value.get().type() != attribute.type()) {
                return false;
            }
        }
        return vector(item).isPresent();
    }

    private Optional<float[]> vector(Item item) {
        return item.find(settings.attribute())
                .flatMap(value -> VectorBytes.read(value, settings.dimensions()));
    }

    /** The entry of an item that is in the index. */
    IndexEntry entry(Item item) {
        Item rest = projectsAll ? withoutVector(item) : SecondaryIndex.project(item, projected);
        return entry(rest, vector(item).orElseThrow());
    }

    private IndexEntry entry(Item rest, float[] vector) {
        int vectorBytes = nameBytes + settings.dimensions() * Float.BYTES;
        return new IndexEntry(rest, vector, rest.sizeBytes() + vectorBytes);
    }

    /** The entry in a row. */
    IndexEntry entry(byte[] payload) {
        return entry(
                VectorBytes.projected(payload, settings.dimensions()),
                VectorBytes.vector(payload, settings.dimensions()));
    }

    private Item withoutVector(Item item) {
        DocumentWriter rest = new DocumentWriter(item.documentBytes());
        rest.attributesExcept(item, vectorOnly);
        return rest.toItem();
    }

    /** What an entry holds of the item, with the vector, whatever the index projects (measured). */
    Item found(IndexEntry entry) {
        DocumentWriter item = new DocumentWriter(entry.sizeBytes() * 2);
        item.attributes(entry.projected());
        item.name(settings.attribute());
        VectorBytes.write(entry.vector(), item);
        return item.toItem();
    }
}
