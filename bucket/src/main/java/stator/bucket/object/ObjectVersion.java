package stator.bucket.object;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object as it is or was: one version of what is under a key.
 *
 * @param id of the version; {@link #NULL} for one that was written without versions
 * @param micros when it was written, since 1970; a later one of the same key has more
 * @param marker whether it says that there is no object any more
 * @param etag without quotes
 * @param attributes what else is known of it; what they mean is the affair of whoever wrote them
 */
public record ObjectVersion(
        String key,
        String id,
        long micros,
        boolean marker,
        String etag,
        Content content,
        Map<String, String> attributes) {
    /** The id of what was written without versions. */
    public static final String NULL = "null";

    public ObjectVersion {
        attributes = Map.copyOf(attributes);
    }

    /** How many bytes it has. */
    public long size() {
        return content.size();
    }

    /** When it was written. */
    public Instant modified() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Whether another is the same version of the same key, whatever attributes it has by now. */
    public boolean isSame(ObjectVersion other) {
        return key.equals(other.key) && id.equals(other.id) && micros == other.micros;
    }

    /** An attribute; empty if it has none of that name. */
    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The same with other attributes. */
    public ObjectVersion with(Map<String, String> others) {
        return new ObjectVersion(key, id, micros, marker, etag, content, others);
    }

    // The record in a file.

    private static final String ATTRIBUTE = "a:";
    private static final String BLOB = "b:";

    byte[] encoded() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("key", key);
        fields.put("id", id);
        fields.put("micros", Long.toString(micros));
        fields.put("marker", Boolean.toString(marker));
        fields.put("etag", etag);
        attributes.forEach((name, value) -> fields.put(ATTRIBUTE + name, value));
        for (int i = 0; i < content.blobs().size(); i++) {
            Blob blob = content.blobs().get(i);
            fields.put(BLOB + "%05d".formatted(i), blob.id() + " " + blob.size());
        }
        byte[] few = content instanceof Content.Inline inline ? inline.bytes() : new byte[0];
        return new FieldFile(fields, few).encoded();
    }

    static ObjectVersion decoded(byte[] bytes, String path) throws CorruptObjectException {
        FieldFile file = FieldFile.decoded(bytes, path);
        Map<String, String> fields = file.fields();
        Map<String, String> attributes = new TreeMap<>();
        List<Blob> blobs = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            } else if (name.startsWith(BLOB)) {
                int blank = value.indexOf(' ');
                blobs.add(
                        new Blob(
                                value.substring(0, blank),
                                Long.parseLong(value.substring(blank + 1))));
            }
        });
        return new ObjectVersion(
                fields.get("key"),
                fields.get("id"),
                Long.parseLong(fields.get("micros")),
                Boolean.parseBoolean(fields.get("marker")),
                fields.get("etag"),
                blobs.isEmpty() ? new Content.Inline(file.rest()) : new Content.Blobs(blobs),
                attributes);
    }
}
