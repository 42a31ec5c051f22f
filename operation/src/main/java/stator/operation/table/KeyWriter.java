package stator.operation.table;

import java.util.List;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.VectorSettings;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.protocol.ResponseWriter;

/** Members of descriptions that say what a table, an index or a backup has as key and content. */
public final class KeyWriter {
    private KeyWriter() {}

    /** {@code Dimensions} and {@code DistanceFunction}. */
    public static void writeDistance(VectorSettings vector, ResponseWriter response) {
        response.member("Dimensions", vector.dimensions());
        response.member("DistanceFunction", vector.distance().name());
    }

    /** {@code SearchSchema}, if there is one, and {@code VectorAttribute}. */
    public static void writeSearched(VectorSettings vector, ResponseWriter response) {
        if (!vector.searchSchema().isEmpty()) {
            writeSearchSchema(vector, response);
        }
        response.field("VectorAttribute")
                .startObject()
                .member("AttributeName", vector.attribute())
                .endObject();
    }

    private static void writeSearchSchema(VectorSettings vector, ResponseWriter response) {
        response.field("SearchSchema").startArray();
        for (VectorSettings.SearchAttribute element : vector.searchSchema()) {
            response.startObject()
                    .member("AttributeName", element.attribute().name())
                    .member("SearchSchemaElementType", element.role().name())
                    .endObject();
        }
        response.endArray();
    }

    /** {@code Projection}. */
    public static void writeProjection(IndexDescription index, ResponseWriter response) {
        response.field("Projection").startObject();
        if (index.projection() == Projection.INCLUDE) {
            response.field("NonKeyAttributes").startArray();
            index.nonKeyAttributes().stream().sorted().forEach(response::string);
            response.endArray();
        }
        response.member("ProjectionType", index.projection().name());
        response.endObject();
    }

    /** {@code KeySchema}. */
    public static void writeKeySchema(KeySchema key, ResponseWriter response) {
        response.field("KeySchema").startArray();
        writeKeyElements(key.partition(), "HASH", response);
        writeKeyElements(key.sort(), "RANGE", response);
        response.endArray();
    }

    private static void writeKeyElements(
            List<KeyAttribute> attributes, String keyType, ResponseWriter response) {
        for (KeyAttribute attribute : attributes) {
            response.startObject()
                    .member("AttributeName", attribute.name())
                    .member("KeyType", keyType)
                    .endObject();
        }
    }
}
