package stator.operation.shape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import stator.protocol.shape.ShapeCatalog;

/**
 * The shapes of DynamoDB's requests and of its streams', as the build took them from AWS's model.
 */
public final class DynamoDbShapes {
    private static final String RESOURCE = "shapes.txt";

    private DynamoDbShapes() {}

    /** Those that were built in. */
    public static ShapeCatalog load() {
        try (InputStream stream = DynamoDbShapes.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The build left out " + RESOURCE);
            }
            return new ShapeCatalog(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
