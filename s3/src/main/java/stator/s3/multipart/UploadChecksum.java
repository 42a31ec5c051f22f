package stator.s3.multipart;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.Upload;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.RunningChecksum;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.S3Request;
import stator.s3.request.XmlWriter;

/**
 * The checksum of an object that is uploaded in parts: that of all its bytes, or that of the
 * checksums of the parts.
 *
 * @param type FULL_OBJECT or COMPOSITE
 * @param chosen whether the client chose it
 */
record UploadChecksum(ChecksumAlgorithm algorithm, String type, boolean chosen) {
    private static final String ALGORITHM = "upload-algorithm";
    private static final String TYPE = "upload-type";

    /** The one that a request which begins an upload asks for. */
    static UploadChecksum of(S3Request request) {
        String name = request.header("x-amz-checksum-algorithm");
        String type = request.header("x-amz-checksum-type").toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            if (!type.isEmpty()) {
                throw Errors.invalidRequest(
                        "The x-amz-checksum-type header can only be used with the"
                                + " x-amz-checksum-algorithm header.");
            }
            return unchosen();
        }
        ChecksumAlgorithm algorithm =
                ChecksumAlgorithm.of(name)
                        .orElseThrow(() ->
                                Errors.invalidRequest(
                                        "Checksum algorithm provided is unsupported. Please try"
                                                + " again with any of the valid types: [CRC32,"
                                                + " CRC32C, CRC64NVME, SHA1, SHA256]"));
        if (type.isEmpty()) {
            return new UploadChecksum(
                    algorithm,
                    algorithm.canBeComposite()
                            ? StoredChecksum.COMPOSITE
                            : StoredChecksum.FULL_OBJECT,
                    true);
        }
        boolean full = type.equals(StoredChecksum.FULL_OBJECT);
        if (!full && !type.equals(StoredChecksum.COMPOSITE)) {
            throw Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
        }
        if (full ? !algorithm.canBeCombined() : !algorithm.canBeComposite()) {
            throw Errors.invalidRequest(
                    "The "
                            + type
                            + " checksum type cannot be used with the "
                            + algorithm.name().toLowerCase(Locale.ROOT)
                            + " checksum algorithm.");
        }
        return new UploadChecksum(algorithm, type, true);
    }

    private static UploadChecksum unchosen() {
        return new UploadChecksum(ChecksumAlgorithm.CRC64NVME, StoredChecksum.FULL_OBJECT, false);
    }

    /** The one of an upload that is under way. */
    static UploadChecksum of(Upload upload) {
        return ChecksumAlgorithm.of(upload.attributes().getOrDefault(ALGORITHM, ""))
                .map(algorithm ->
                        new UploadChecksum(algorithm, upload.attributes().get(TYPE), true))
                .orElseGet(UploadChecksum::unchosen);
    }

    void addTo(Map<String, String> attributes) {
        if (chosen) {
            attributes.put(ALGORITHM, algorithm.name());
            attributes.put(TYPE, type);
        }
    }

    /** What is known of the object, without what is known of its upload. */
    static Map<String, String> attributes(Upload upload) {
        Map<String, String> attributes = new TreeMap<>(upload.attributes());
        attributes.remove(ALGORITHM);
        attributes.remove(TYPE);
        return attributes;
    }

    boolean isComposite() {
        return type.equals(StoredChecksum.COMPOSITE);
    }

    /** Elements that tell of it in lists. */
    void write(XmlWriter xml) {
        if (chosen) {
            xml.text("ChecksumAlgorithm", algorithm.name()).text("ChecksumType", type);
        }
    }

    /** That of the object, from those of its parts. */
    StoredChecksum of(List<ObjectVersion> parts) {
        return isComposite() ? composite(parts) : combined(parts);
    }

    private static byte[] bytes(ObjectVersion part) {
        Optional<StoredChecksum> checksum = StoredChecksum.in(part.attributes());
        return checksum.orElseThrow(() -> new IllegalStateException("a part without checksum"))
                .bytes();
    }

    private StoredChecksum composite(List<ObjectVersion> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(bytes(part)));
        RunningChecksum checksum = algorithm.begin();
        checksum.update(all.toByteArray(), 0, all.size());
        StoredChecksum plain = StoredChecksum.of(algorithm, checksum.value());
        return new StoredChecksum(
                algorithm, plain.value() + "-" + parts.size(), StoredChecksum.COMPOSITE);
    }

    private StoredChecksum combined(List<ObjectVersion> parts) {
        byte[] sofar = algorithm.begin().value();
        for (ObjectVersion part : parts) {
            sofar = algorithm.combined(sofar, bytes(part), part.size());
        }
        return StoredChecksum.of(algorithm, sofar);
    }
}
