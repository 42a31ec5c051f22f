package stator.lambda.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.lambda.code.Archive;
import stator.lambda.code.BadArchiveException;
import stator.lambda.code.CodeStore;
import stator.lambda.code.Hold;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;

/**
 * Takes the code out of a request: an archive in it, one in a bucket, or a folder to run as it is.
 */
final class CodeRequest {
    /** The bucket of nobody: its keys are folders of this machine, which are run as they are. */
    static final String HOT_RELOAD = "hot-reload";

    /** How much code may be in a request, and how much in a bucket. */
    private static final long REQUEST_BYTES_MAX = 50L << 20;

    private static final long BUCKET_BYTES_MAX = 250L << 20;
    private static final int NO_CODE_BYTES = 0;

    private final CodeStore code;
    private final Buckets buckets;

    CodeRequest(CodeStore code, Buckets buckets) {
        this.code = code;
        this.buckets = buckets;
    }

    /**
     * Code that was taken. It stays until this is closed, and then if something has it.
     *
     * @param members of a configuration that tell of it
     */
    record Taken(Document members, Hold hold) implements AutoCloseable {
        @Override
        public void close() {
            hold.close();
        }
    }

    /**
     * Takes code, which is kept when this returns.
     *
     * @param given as {@code FunctionCode} has it
     */
    Taken take(Document given) {
        if (given.has("ImageUri")) {
            throw LambdaException.invalid(
                    "Source image %s does not exist. Provide a valid source image."
                            .formatted(given.text("ImageUri")));
        }
        if (given.text("S3Bucket").equals(HOT_RELOAD)) {
            return new Taken(folder(given.text("S3Key")), () -> {});
        }
        Archive archive = new Archive(bytes(given));
        Document members =
                Document.of("CodeSha256", archive.sha256())
                        .with("CodeSize", archive.bytes().length);
        try {
            return new Taken(members, code.put(archive));
        } catch (BadArchiveException e) {
            throw LambdaException.invalid(e.getMessage());
        }
    }

    private static Document folder(String key) {
        Path folder = Path.of(key).normalize();
        if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
            throw LambdaException.invalid(
                    "With the bucket hot-reload, the key is the absolute path of a folder of this"
                            + " machine. There is no folder "
                            + key);
        }
        String sha256 = new Archive(folder.toString().getBytes(StandardCharsets.UTF_8)).sha256();
        return Document.of("CodeSha256", sha256)
                .with("CodeSize", NO_CODE_BYTES)
                .with(FunctionVersion.FOLDER, folder.toString());
    }

    private byte[] bytes(Document given) {
        if (given.has("ZipFile")) {
            return inRequest(given.text("ZipFile"));
        }
        if (!given.has("S3Bucket") || !given.has("S3Key")) {
            throw LambdaException.invalid("Please provide a source for function code.");
        }
        return inBucket(given.text("S3Bucket"), given.text("S3Key"));
    }

    private static byte[] inRequest(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw LambdaException.badContent(
                    "Could not parse request body into json: ZipFile is not in Base64");
        }
        if (bytes.length > REQUEST_BYTES_MAX) {
            throw LambdaException.tooLarge(
                    "Request must be smaller than 70167211 bytes for the"
                            + " CreateFunction operation");
        }
        return bytes;
    }

    private byte[] inBucket(String name, String key) {
        try {
            Optional<Bucket> bucket = buckets.find(name);
            if (bucket.isEmpty()) {
                throw missing("NoSuchBucket", "The specified bucket does not exist");
            }
            boolean isThere =
                    bucket.get().list(key).stream().anyMatch(entry -> entry.key().equals(key));
            if (!isThere) {
                throw missing("NoSuchKey", "The specified key does not exist.");
            }
            try (InputStream in = bucket.get().read(key)) {
                byte[] bytes = in.readNBytes((int) BUCKET_BYTES_MAX + 1);
                if (bytes.length > BUCKET_BYTES_MAX) {
                    throw LambdaException.invalid(
                            "Unzipped size must be smaller than 262144000 bytes");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw missing("NoSuchKey", "The specified key does not exist.");
        }
    }

    private static LambdaException missing(String code, String message) {
        return LambdaException.invalid(
                "Error occurred while GetObject. S3 Error Code: %s. S3 Error Message: %s"
                        .formatted(code, message));
    }
}
