package stator.s3.form;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import stator.fuzz.Checks;
import stator.s3.request.S3Exception;

/**
 * Forms that put an object, with the boundary {@code b}, and their policies; the first byte says
 * which.
 */
public final class FormFuzz {
    private FormFuzz() {}

    /** Fails for anything but a form, a policy, or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        try {
            if ((input[0] & 1) == 0) {
                parts(content);
            } else {
                PostPolicy.of(new String(content, StandardCharsets.UTF_8))
                        .requireAllowed(
                                Map.of("key", "a", "acl", "b", "bucket", "c"), Instant.EPOCH);
            }
        } catch (S3Exception refused) {
            Checks.hasMessage(refused);
        }
    }

    private static void parts(byte[] content) throws IOException {
        FormParts parts = new FormParts(new ByteArrayInputStream(content), "b");
        parts.fields();
        var file = parts.file();
        if (file.isPresent()) {
            file.get().readAllBytes();
        }
    }
}
