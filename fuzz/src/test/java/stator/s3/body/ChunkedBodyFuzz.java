package stator.s3.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import stator.fuzz.Checks;
import stator.s3.request.ChunkSignatureCheck;
import stator.s3.request.S3Exception;

/** Bodies in AWS's chunks. */
public final class ChunkedBodyFuzz {
    private ChunkedBodyFuzz() {}

    /** Fails for anything but a body or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try (AwsChunkedInput body =
                new AwsChunkedInput(new ByteArrayInputStream(input), ChunkSignatureCheck.NONE)) {
            byte[] read = body.readAllBytes();
            Checks.require(read.length <= input.length, "more was read than was sent");
            body.trailers();
        } catch (S3Exception refused) {
            Checks.hasMessage(refused);
        }
    }
}
