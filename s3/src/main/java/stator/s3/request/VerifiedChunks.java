package stator.s3.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import stator.identity.signature.ChunkSignatures;
import stator.s3.checksum.ChecksumAlgorithm;

/** Refuses a chunk that is not signed by whoever signed the request. Belongs to one thread. */
final class VerifiedChunks implements ChunkSignatureCheck {
    private final ChunkSignatures signatures;
    private final MessageDigest hash = ChecksumAlgorithm.digest("SHA-256");
    private String signature = "";

    VerifiedChunks(ChunkSignatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public void begin(String stated) {
        signature = stated;
    }

    @Override
    public void update(byte[] bytes, int start, int length) {
        hash.update(bytes, start, length);
    }

    @Override
    public void end() {
        require(signatures.isNextHash(HexFormat.of().formatHex(hash.digest()), signature));
    }

    @Override
    public void trailers(String trailers, String stated) {
        require(signatures.isTrailer(trailers.getBytes(StandardCharsets.UTF_8), stated));
    }

    private static void require(boolean signed) {
        if (!signed) {
            throw new S3Exception(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you"
                            + " provided. Check your key and signing method.");
        }
    }
}
