package stator.operation.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.system.IonReaderBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import stator.bucket.Bucket;

/**
 * The layout of an export as AWS documents it ("DynamoDB table export output format"): reads the
 * files of an export and checks them against that and against each other. Knows nothing of how they
 * were made.
 */
public final class ExportLayout {
    private static final List<String> FULL =
            List.of(
                    "version",
                    "exportArn",
                    "startTime",
                    "endTime",
                    "tableArn",
                    "tableId",
                    "exportTime",
                    "s3Bucket",
                    "s3Prefix",
                    "s3SseAlgorithm",
                    "s3SseKmsKeyId",
                    "manifestFilesS3Key",
                    "billedSizeBytes",
                    "itemCount",
                    "outputFormat",
                    "exportType");
    private static final List<String> INCREMENTAL =
            List.of(
                    "version",
                    "exportArn",
                    "startTime",
                    "endTime",
                    "tableArn",
                    "tableId",
                    "exportFromTime",
                    "exportToTime",
                    "s3Bucket",
                    "s3Prefix",
                    "s3SseAlgorithm",
                    "s3SseKmsKeyId",
                    "manifestFilesS3Key",
                    "billedSizeBytes",
                    "itemCount",
                    "outputFormat",
                    "outputView",
                    "exportType");
    private static final List<String> FILE =
            List.of("itemCount", "md5Checksum", "etag", "dataFileS3Key");
    private static final Pattern MEMBER = Pattern.compile("[{,]\"([A-Za-z0-9]+)\":");
    private static final Set<String> RECORD =
            Set.of("Keys", "Metadata", "WriteTimestampMicros", "OldImage", "NewImage");

    private final Bucket bucket;
    private final String summary;
    private final String folder;
    private final List<String> lines = new ArrayList<>();

    private ExportLayout(Bucket bucket, String manifest) throws IOException {
        this.bucket = bucket;
        summary = new String(file(manifest), StandardCharsets.UTF_8);
        folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    }

    /**
     * Checks all files of an export that is complete.
     *
     * @param manifest the key of the manifest's summary
     */
    public static ExportLayout check(Bucket bucket, String manifest) throws IOException {
        assertTrue(manifest.matches("(.+/)?AWSDynamoDB/[^/]+/manifest-summary\\.json"), manifest);
        ExportLayout layout = new ExportLayout(bucket, manifest);
        layout.checkManifests();
        layout.checkSummary();
        layout.checkFiles();
        return layout;
    }

    /** What the summary says. */
    public String summary(String member) {
        return text(summary, member);
    }

    /** All records, in the order of the files. */
    public List<String> lines() {
        return lines;
    }

    private boolean isIncremental() {
        return summary("exportType").equals("INCREMENTAL_EXPORT");
    }

    private byte[] file(String key) throws IOException {
        try (InputStream in = bucket.read(key)) {
            return in.readAllBytes();
        }
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(found.find(), member + " in " + json);
        return found.group(1);
    }

    private static List<String> members(String json) {
        return MEMBER.matcher(json).results().map(found -> found.group(1)).toList();
    }

    /** Each manifest has its checksum beside it; the mark of the beginning is empty. */
    private void checkManifests() throws IOException {
        assertEquals(0, file(folder + "_started").length);
        for (String name : List.of("manifest-summary", "manifest-files")) {
            assertEquals(
                    Base64.getEncoder().encodeToString(md5(file(folder + name + ".json"))),
                    new String(file(folder + name + ".md5"), StandardCharsets.US_ASCII));
        }
        Set<String> names = new TreeSet<>();
        for (Bucket.Entry entry : bucket.list(folder)) {
            names.add(entry.key().substring(folder.length()).replaceAll("^data/.*", "data/"));
        }
        Set<String> expected =
                new TreeSet<>(
                        Set.of(
                                "_started",
                                "manifest-summary.json",
                                "manifest-summary.md5",
                                "manifest-files.json",
                                "manifest-files.md5"));
        if (!isIncremental()) {
            expected.add("data/");
        }
        assertEquals(expected, names);
    }

    private void checkSummary() {
        assertEquals(isIncremental() ? INCREMENTAL : FULL, members(summary));
        assertEquals(isIncremental() ? "2023-08-01" : "2020-06-30", summary("version"));
        assertEquals(folder + "manifest-files.json", summary("manifestFilesS3Key"));
        String arn = summary("exportArn");
        assertTrue(arn.matches(Pattern.quote(summary("tableArn")) + "/export/\\d{14}-[0-9a-f]{8}"));
        assertTrue(folder.endsWith("AWSDynamoDB/" + arn.replaceAll(".*/", "") + "/"), folder);
        for (String time :
                isIncremental()
                        ? List.of("startTime", "endTime", "exportFromTime", "exportToTime")
                        : List.of("startTime", "endTime", "exportTime")) {
            assertTrue(summary(time).matches("[-0-9]{10}T[:0-9]{8}\\.\\d{3}Z"), summary);
            Instant.parse(summary(time));
        }
    }

    private void checkFiles() throws IOException {
        String extension = summary("outputFormat").equals("ION") ? "ion" : "json";
        String data = (isIncremental() ? folder.replaceAll("[^/]+/$", "") : folder) + "data/";
        String files = new String(file(folder + "manifest-files.json"), StandardCharsets.UTF_8);
        Set<String> keys = new TreeSet<>();
        for (String entry : files.split("\n")) {
            assertEquals(FILE, members(entry));
            String key = text(entry, "dataFileS3Key");
            assertTrue(keys.add(key), "listed twice: " + key);
            assertTrue(
                    key.matches(Pattern.quote(data) + "[a-z0-9]{26}\\." + extension + "\\.gz"),
                    key);
            checkFile(entry, file(key));
        }
        assertEquals(summary("itemCount"), "" + lines.size());
        if (!isIncremental()) {
            assertEquals(
                    keys,
                    new TreeSet<>(bucket.list(data).stream().map(Bucket.Entry::key).toList()));
        }
    }

    private void checkFile(String entry, byte[] bytes) throws IOException {
        assertEquals(Base64.getEncoder().encodeToString(md5(bytes)), text(entry, "md5Checksum"));
        assertEquals(HexFormat.of().formatHex(md5(bytes)) + "-1", text(entry, "etag"));
        String expanded =
                new String(
                        new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(),
                        StandardCharsets.UTF_8);
        List<String> records = expanded.isEmpty() ? List.of() : List.of(expanded.split("\n"));
        assertEquals(text(entry, "itemCount"), "" + records.size());
        for (String line : records) {
            if (summary("outputFormat").equals("ION")) {
                checkIon(line);
            } else {
                assertTrue(
                        line.startsWith(isIncremental() ? "{\"Metadata\":" : "{\"Item\":{"), line);
                assertTrue(line.endsWith("}"), line);
            }
        }
        lines.addAll(records);
    }

    /** Each line is a value of its own, with the version of Ion before it. */
    private void checkIon(String line) throws IOException {
        assertTrue(line.startsWith("$ion_1_0 {"), line);
        try (IonReader reader =
                IonReaderBuilder.standard().build(line.getBytes(StandardCharsets.UTF_8))) {
            assertEquals(IonType.STRUCT, reader.next());
            reader.stepIn();
            assertEquals(IonType.STRUCT, reader.next());
            assertEquals(isIncremental() ? "Record" : "Item", reader.getFieldName());
            if (isIncremental()) {
                reader.stepIn();
                for (IonType type = reader.next(); type != null; type = reader.next()) {
                    assertTrue(RECORD.contains(reader.getFieldName()), line);
                }
                reader.stepOut();
            }
            assertEquals(null, reader.next());
            reader.stepOut();
            assertEquals(null, reader.next());
        }
    }
}
