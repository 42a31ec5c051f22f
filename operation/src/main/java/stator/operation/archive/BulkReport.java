package stator.operation.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import stator.bucket.Bucket;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * What a bulk operation tells of records that it did not write: lines of JSON, in gzipped files of
 * some hundred kilobytes, and in the end a manifest that lists the files.
 *
 * <p>Lines are held until there are enough for a file. They are a part of the operation's
 * checkpoint, and files have numbers, so that after a crash a file is written again as a whole and
 * no line is there twice.
 */
final class BulkReport {
    private static final int FILE_BYTES = 1 << 18;

    /** What is told; the names are the API's. */
    enum Kind {
        /** Records that cannot be items of the table. */
        ERROR,
        /** Items whose condition did not hold. */
        CONDITION_CHECK_FAILURE;

        private String folder() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-') + "/";
        }
    }

    /** Lines of one kind that are not in a file yet, and the number of the next file. */
    private static final class Lines {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private int file;
    }

    private final Bucket bucket;
    private final String base;
    private final Map<Kind, Lines> wanted = new EnumMap<>(Kind.class);
    private final ResponseWriter line = new ResponseWriter(1 << 10);

    /**
     * The report of an operation.
     *
     * @param base what the keys of its files begin with
     * @param before what {@link #document} gave, or an empty document
     */
    BulkReport(Bucket bucket, String base, BulkRequest request, Item before) {
        this.bucket = bucket;
        this.base = base;
        for (Kind kind : Kind.values()) {
            if (request.wants(kind)) {
                Lines lines = new Lines();
                before.find(kind.name())
                        .map(AttributeValue::map)
                        .ifPresent(then -> {
                            lines.held.writeBytes(then.get("Held").binary());
                            lines.file = Integer.parseInt(then.get("File").text());
                        });
                wanted.put(kind, lines);
            }
        }
    }

    /** A record that cannot be an item of the table. */
    void error(String file, long record, Optional<Item> item, String why) {
        if (wanted.containsKey(Kind.ERROR)) {
            begin(file, record);
            line.member("ErrorCode", "ValidationException").member("ErrorMessage", why);
            item.ifPresent(attempted -> line.member("Item", attempted));
            end(Kind.ERROR);
        }
    }

    /** An item whose condition did not hold of the one that is there. */
    void conditionFailed(String file, long record, Item item, Optional<Item> existing) {
        if (wanted.containsKey(Kind.CONDITION_CHECK_FAILURE)) {
            begin(file, record);
            line.member("Item", item);
            existing.ifPresent(there -> line.member("ExistingItem", there));
            end(Kind.CONDITION_CHECK_FAILURE);
        }
    }

    private void begin(String file, long record) {
        line.clear();
        line.startObject().member("S3Key", file).member("RecordNumber", record);
    }

    private void end(Kind kind) {
        line.endObject();
        ByteArrayOutputStream held = wanted.get(kind).held;
        held.write(line.bytes(), 0, line.length());
        held.write('\n');
    }

    /** Whether enough is held for a file. */
    boolean isLarge() {
        return wanted.values().stream().anyMatch(lines -> lines.held.size() >= FILE_BYTES);
    }

    /** Writes files of what is held, if there is enough of it. */
    void writeLarge() throws IOException {
        for (Map.Entry<Kind, Lines> lines : wanted.entrySet()) {
            if (lines.getValue().held.size() >= FILE_BYTES) {
                write(lines.getKey(), lines.getValue());
            }
        }
    }

    private void write(Kind kind, Lines lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            lines.held.writeTo(gzip);
        }
        String key = base + kind.folder() + "%08d.json.gz".formatted(lines.file);
        ExportFiles.put(bucket, key, bytes.toByteArray());
        lines.held.reset();
        lines.file++;
    }

    /** What is held, for {@link #BulkReport the report} to go on with. */
    Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        wanted.forEach((kind, lines) -> {
            Map<String, AttributeValue> then = new LinkedHashMap<>();
            then.put("File", AttributeValue.number(lines.file));
            then.put("Held", AttributeValue.binary(lines.held.toByteArray()));
            members.put(kind.name(), AttributeValue.map(Item.of(then)));
        });
        return Item.of(members);
    }

    /** Writes what is held, and the manifest. */
    void finish(BulkJob job) throws IOException {
        StringBuilder files = new StringBuilder();
        for (Map.Entry<Kind, Lines> lines : wanted.entrySet()) {
            if (lines.getValue().held.size() > 0) {
                write(lines.getKey(), lines.getValue());
            }
            for (Bucket.Entry file : bucket.list(base + lines.getKey().folder())) {
                files.append(entry(lines.getKey(), file.key())).append('\n');
            }
        }
        ExportFiles.putWithChecksum(bucket, base + "manifest-files", files.toString());
        ExportFiles.putWithChecksum(bucket, base + "manifest-summary", summary(job));
    }

    private String entry(Kind kind, String key) throws IOException {
        byte[] bytes;
        try (InputStream in = bucket.read(key)) {
            bytes = in.readAllBytes();
        }
        line.clear();
        line.startObject()
                .member("outputType", kind.name())
                .member("itemCount", count(key))
                .member("md5Checksum", ExportFiles.checksum(bytes))
                .member("dataFileS3Key", key)
                .endObject();
        return line.toString();
    }

    private long count(String key) throws IOException {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(bucket.read(key)))) {
            long lines = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                lines += next == '\n' ? 1 : 0;
            }
            return lines;
        }
    }

    private String summary(BulkJob job) {
        line.clear();
        line.startObject()
                .member("bulkOperationArn", job.arn())
                .member("tableArn", job.tableArn())
                .member("tableId", job.tableId())
                .member("processedItemCount", job.progress().processed())
                .member("failedItemCount", job.progress().failed())
                .member("manifestFilesS3Key", base + "manifest-files.json")
                .endObject();
        return line.toString();
    }
}
