package stator.s3.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.door.BrokenBodyException;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.RunningChecksum;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;

/**
 * The body of a request with all that a client says of it: its length, its MD5, a checksum, its
 * hash in the signature, chunks. What is said is checked as the bytes go by; nobody may use them
 * before {@link #receive} has returned. Belongs to one thread.
 */
public final class Payload {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int MD5_BYTES = 16;
    private static final int SHA256_DIGITS = 64;

    private final S3Request request;
    private final boolean chunked;
    private final long length;
    private final Optional<DeclaredChecksum> declared;
    private final Optional<byte[]> contentMd5;

    /** In hexadecimal; empty if the signature does not say. */
    private final String contentSha256;

    /**
     * What came.
     *
     * @param md5 of the bytes, in hexadecimal
     * @param checksums those that were asked for
     */
    public record Received(long size, String md5, Map<ChecksumAlgorithm, byte[]> checksums) {
        /** One of the checksums, as it is kept with an object. */
        public StoredChecksum checksum(ChecksumAlgorithm algorithm) {
            return StoredChecksum.of(algorithm, checksums.get(algorithm));
        }
    }

    private Payload(
            S3Request request,
            boolean chunked,
            long length,
            Optional<DeclaredChecksum> declared,
            Optional<byte[]> contentMd5,
            String contentSha256) {
        this.request = request;
        this.chunked = chunked;
        this.length = length;
        this.declared = declared;
        this.contentMd5 = contentMd5;
        this.contentSha256 = contentSha256;
    }

    /**
     * The body of a request, of which nothing is read yet.
     *
     * @throws S3Exception if what the headers say of it is wrong in itself
     */
    public static Payload of(S3Request request) {
        String hash = request.header("x-amz-content-sha256");
        boolean chunked =
                hash.startsWith("STREAMING-")
                        || request.header("content-encoding").contains("aws-chunked");
        Optional<DeclaredChecksum> declared = DeclaredChecksum.of(request);
        return new Payload(
                request,
                chunked,
                chunked ? decodedLength(request) : request.contentLength(),
                declared,
                md5(request.header("content-md5"), request.hasHeader("content-md5")),
                hash.length() == SHA256_DIGITS ? hash : "");
    }

    /** The same for a document that tells of an object: what the headers say is of the object. */
    public static Payload ofDocument(S3Request request) {
        return new Payload(
                request, false, request.contentLength(), Optional.empty(), Optional.empty(), "");
    }

    private static long decodedLength(S3Request request) {
        String text = request.header("x-amz-decoded-content-length");
        try {
            return text.isEmpty() ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Errors.invalidArgument(
                    "Invalid x-amz-decoded-content-length", "x-amz-decoded-content-length", text);
        }
    }

    private static Optional<byte[]> md5(String text, boolean present) {
        if (!present) {
            return Optional.empty();
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(text);
            if (md5.length == MD5_BYTES) {
                return Optional.of(md5);
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new S3Exception(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
                .with("Content-MD5", text);
    }

    /** The algorithm of the checksum that the client sends, if it sends one. */
    public Optional<ChecksumAlgorithm> algorithm() {
        return declared.map(DeclaredChecksum::algorithm);
    }

    /** Whether the client sends anything by which its body can be checked. */
    public boolean isProtected() {
        return declared.isPresent() || contentMd5.isPresent();
    }

    /**
     * How long the body will be.
     *
     * @throws S3Exception MissingContentLength if the client does not say; EntityTooLarge
     */
    public long requireLength(long max) {
        if (length < 0) {
            throw new S3Exception(
                    411,
                    "MissingContentLength",
                    "You must provide the Content-Length HTTP header.");
        }
        if (length > max) {
            throw Errors.entityTooLarge(length, max);
        }
        return length;
    }

    /** A document that a client sends, as a whole and checked. */
    public byte[] document() throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        request.reserve(Math.clamp(8 * length, 1 << 16, 8L * S3Request.DOCUMENT_BYTES_MAX));
        receive(new Limited(document), Set.of());
        return document.toByteArray();
    }

    private static final class Limited extends OutputStream {
        private final ByteArrayOutputStream target;

        Limited(ByteArrayOutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int start, int count) {
            if (target.size() + count > S3Request.DOCUMENT_BYTES_MAX) {
                throw new S3Exception(400, "MaxMessageLengthExceeded", "Your request was too big.");
            }
            target.write(bytes, start, count);
        }
    }

    /**
     * Brings the bytes to a target, and checks all that was said of them.
     *
     * @param wanted checksums that are computed in any case
     * @throws S3Exception if something that was said is not so; then the bytes are of no use
     */
    public Received receive(OutputStream target, Set<ChecksumAlgorithm> wanted) throws IOException {
        MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
        Optional<MessageDigest> sha256 =
                contentSha256.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ChecksumAlgorithm.digest("SHA-256"));
        Map<ChecksumAlgorithm, RunningChecksum> running = new EnumMap<>(ChecksumAlgorithm.class);
        wanted.forEach(each -> running.put(each, each.begin()));
        algorithm().ifPresent(each -> running.computeIfAbsent(each, ChecksumAlgorithm::begin));
        AwsChunkedInput chunks = new AwsChunkedInput(request.body(), request.signatures());
        InputStream bytes = chunked ? chunks : request.body();
        byte[] piece = new byte[PIECE_BYTES];
        long size = 0;
        for (int n = read(bytes, piece); n >= 0; n = read(bytes, piece)) {
            size += n;
            if (length >= 0 && size > length) {
                break;
            }
            int count = n;
            md5.update(piece, 0, n);
            sha256.ifPresent(digest -> digest.update(piece, 0, count));
            running.values().forEach(each -> each.update(piece, 0, count));
            target.write(piece, 0, n);
        }
        if (length >= 0 && size != length) {
            throw Errors.incompleteBody();
        }
        Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
        running.forEach((each, checksum) -> checksums.put(each, checksum.value()));
        byte[] digest = md5.digest();
        requireSha256(sha256);
        requireMd5(digest);
        requireChecksum(checksums, chunks.trailers());
        return new Received(size, HexFormat.of().formatHex(digest), checksums);
    }

    private static int read(InputStream bytes, byte[] piece) throws IOException {
        try {
            return bytes.read(piece);
        } catch (BrokenBodyException e) {
            throw switch (e.reason()) {
                case TOO_SLOW ->
                        new S3Exception(
                                400,
                                "RequestTimeout",
                                "Your socket connection to the server was not read from or written"
                                        + " to within the timeout period. Idle connections will be"
                                        + " closed.");
                case INCOMPLETE, MALFORMED -> Errors.incompleteBody();
            };
        }
    }

    private void requireSha256(Optional<MessageDigest> sha256) {
        if (sha256.isEmpty()) {
            return;
        }
        String computed = HexFormat.of().formatHex(sha256.get().digest());
        if (!computed.equals(contentSha256)) {
            throw new S3Exception(
                            400,
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was"
                                    + " computed.")
                    .with("ClientComputedContentSHA256", contentSha256)
                    .with("S3ComputedContentSHA256", computed);
        }
    }

    private void requireMd5(byte[] computed) {
        if (contentMd5.isPresent() && !MessageDigest.isEqual(contentMd5.get(), computed)) {
            throw new S3Exception(
                            400,
                            "BadDigest",
                            "The Content-MD5 you specified did not match what we received.")
                    .with("ExpectedDigest", Base64.getEncoder().encodeToString(contentMd5.get()))
                    .with("CalculatedDigest", Base64.getEncoder().encodeToString(computed));
        }
    }

    private void requireChecksum(
            Map<ChecksumAlgorithm, byte[]> computed, Map<String, String> trailers) {
        if (declared.isEmpty()) {
            return;
        }
        ChecksumAlgorithm algorithm = declared.get().algorithm();
        String value = declared.get().value();
        if (value.isEmpty()) {
            value = trailers.getOrDefault(algorithm.header(), "");
            if (!DeclaredChecksum.isChecksum(value, algorithm)) {
                throw value.isEmpty()
                        ? new S3Exception(
                                400,
                                "MalformedTrailerError",
                                "The request contained trailing data"
                                        + " that was not well-formed or did not conform to our"
                                        + " published schema.")
                        : Errors.invalidRequest(
                                "Value for " + algorithm.header() + " trailing header is invalid.");
            }
        }
        if (!MessageDigest.isEqual(Base64.getDecoder().decode(value), computed.get(algorithm))) {
            throw new S3Exception(
                    400,
                    "BadDigest",
                    "The " + algorithm + " you specified did not match the calculated checksum.");
        }
    }
}
