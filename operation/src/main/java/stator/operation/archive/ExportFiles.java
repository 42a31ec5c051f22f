package stator.operation.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import stator.bucket.Bucket;
import stator.protocol.ResponseWriter;

/**
 * The data files of one export, and the manifest that lists them: gzipped, each with some of the
 * records, at least one file. AWS documents the layout under "DynamoDB table export output format".
 */
final class ExportFiles implements AutoCloseable {
    private static final int FILE_RECORDS_MAX = 100_000;
    private static final long FILE_BYTES_MAX = 64L << 20;
    private static final int NAME_LENGTH = 26;

    private final Bucket bucket;
    private final String dataPrefix;
    private final String exportId;
    private final String extension;
    private final StringBuilder manifest = new StringBuilder();
    private final MessageDigest digest = md5();
    private Bucket.Upload upload;
    private OutputStream records;
    private String key;
    private int files;
    private long fileRecords;
    private long fileBytes;
    private long allRecords;

    /**
     * Files whose keys begin with {@code dataPrefix}.
     *
     * @param extension before {@code .gz}
     */
    ExportFiles(Bucket bucket, String dataPrefix, String exportId, String extension) {
        this.bucket = bucket;
        this.dataPrefix = dataPrefix;
        this.exportId = exportId;
        this.extension = extension;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    void add(byte[] bytes, int length) throws IOException {
        if (records != null && (fileRecords >= FILE_RECORDS_MAX || fileBytes >= FILE_BYTES_MAX)) {
            endFile();
        }
        if (records == null) {
            beginFile();
        }
        records.write(bytes, 0, length);
        records.write('\n');
        fileRecords++;
        fileBytes += length;
    }

    private void beginFile() throws IOException {
        key = dataPrefix + name(files) + "." + extension + ".gz";
        upload = bucket.write(key);
        digest.reset();
        records =
                new GZIPOutputStream(
                        new OutputStream() {
                            @Override
                            public void write(int value) throws IOException {
                                digest.update((byte) value);
                                upload.write(value);
                            }

                            @Override
                            public void write(byte[] bytes, int start, int length)
                                    throws IOException {
                                digest.update(bytes, start, length);
                                upload.write(bytes, start, length);
                            }
                        });
    }

    /** As long and of the same letters as AWS's; the same again if the export is repeated. */
    private String name(int number) {
        byte[] hash = md5().digest((exportId + "/" + number).getBytes(StandardCharsets.US_ASCII));
        String text = new BigInteger(1, hash).toString(Character.MAX_RADIX - 4);
        return "0".repeat(NAME_LENGTH - text.length()) + text;
    }

    private void endFile() throws IOException {
        records.close();
        upload.commit();
        upload.close();
        records = null;
        byte[] checksum = digest.digest();
        ResponseWriter line = new ResponseWriter(256);
        line.startObject()
                .member("itemCount", fileRecords)
                .member("md5Checksum", Base64.getEncoder().encodeToString(checksum))
                .member("etag", HexFormat.of().formatHex(checksum) + "-1")
                .member("dataFileS3Key", key)
                .endObject();
        manifest.append(line).append('\n');
        files++;
        allRecords += fileRecords;
        fileRecords = 0;
        fileBytes = 0;
    }

    /** Ends the last file and returns the list of all of them. */
    String finish() throws IOException {
        if (files == 0 && records == null) {
            beginFile();
        }
        if (records != null) {
            endFile();
        }
        return manifest.toString();
    }

    /** How many records there are in all files. */
    long records() {
        return allRecords;
    }

    /** Puts a text, and beside it the MD5 checksum of it. */
    static void putWithChecksum(Bucket bucket, String base, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(bucket, base + ".json", bytes);
        put(bucket, base + ".md5", checksum(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    /** The MD5 checksum as manifests have it. */
    static String checksum(byte[] bytes) {
        return Base64.getEncoder().encodeToString(md5().digest(bytes));
    }

    static void put(Bucket bucket, String key, byte[] bytes) throws IOException {
        try (Bucket.Upload upload = bucket.write(key)) {
            upload.write(bytes);
            upload.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            upload.close();
        }
    }
}
