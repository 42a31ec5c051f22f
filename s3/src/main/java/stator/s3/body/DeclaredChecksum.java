package stator.s3.body;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.request.Errors;
import stator.s3.request.S3Request;

/**
 * The checksum that a client says its body has: in a header, or in one that follows the body.
 *
 * @param value in Base64; empty if it follows the body
 */
record DeclaredChecksum(ChecksumAlgorithm algorithm, String value) {
    private static final String PREFIX = "x-amz-checksum-";

    /** Headers that begin like one of a checksum and are none. */
    private static final List<String> OTHERS = List.of("mode", "type", "algorithm");

    /**
     * @throws stator.s3.request.S3Exception if the headers contradict each other
     */
    static Optional<DeclaredChecksum> of(S3Request request) {
        List<DeclaredChecksum> all = new ArrayList<>();
        request.headersWith(PREFIX)
                .forEach((name, value) -> {
                    if (!OTHERS.contains(name)) {
                        all.add(inHeader(name, value));
                    }
                });
        if (all.size() > 1) {
            throw Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                            + " allowed.");
        }
        String trailer = request.header("x-amz-trailer").toLowerCase(Locale.ROOT);
        if (all.isEmpty() && !trailer.isEmpty()) {
            all.add(inTrailer(trailer));
        }
        String announced = request.header("x-amz-sdk-checksum-algorithm");
        if (!announced.isEmpty()) {
            requireAnnounced(announced, all);
        }
        return all.stream().findFirst();
    }

    private static DeclaredChecksum inHeader(String name, String value) {
        ChecksumAlgorithm algorithm =
                ChecksumAlgorithm.of(name)
                        .orElseThrow(() ->
                                Errors.invalidRequest(
                                        "The algorithm type you specified in x-amz-checksum-"
                                                + " header is invalid."));
        if (!isChecksum(value, algorithm)) {
            throw Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
        }
        return new DeclaredChecksum(algorithm, value);
    }

    /** Whether a text is a checksum in Base64. */
    static boolean isChecksum(String text, ChecksumAlgorithm algorithm) {
        try {
            return Base64.getDecoder().decode(text).length == algorithm.bytes();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static DeclaredChecksum inTrailer(String trailer) {
        return ChecksumAlgorithm.of(
                        trailer.startsWith(PREFIX) ? trailer.substring(PREFIX.length()) : "")
                .map(algorithm -> new DeclaredChecksum(algorithm, ""))
                .orElseThrow(() ->
                        Errors.invalidRequest(
                                "The value specified in the x-amz-trailer header is not"
                                        + " supported"));
    }

    private static void requireAnnounced(String announced, List<DeclaredChecksum> found) {
        Optional<ChecksumAlgorithm> algorithm = ChecksumAlgorithm.of(announced);
        if (algorithm.isEmpty()) {
            throw Errors.invalidRequest(
                    "Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }
        if (found.isEmpty()) {
            throw Errors.invalidRequest(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding"
                            + " x-amz-checksum-* or x-amz-trailer headers were found.");
        }
        if (found.getFirst().algorithm() != algorithm.get()) {
            throw Errors.invalidRequest(
                    "Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }
    }
}
