package stator.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last 4 KB of what was logged of one invocation. Not thread-safe. */
final class LogTail {
    static final int BYTES_MAX = 4096;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(String line) {
        bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        bytes.write('\n');
        if (bytes.size() > 4 * BYTES_MAX) {
            byte[] last = bytes();
            bytes.reset();
            bytes.writeBytes(last);
        }
    }

    byte[] bytes() {
        byte[] all = bytes.toByteArray();
        return Arrays.copyOfRange(all, Math.max(0, all.length - BYTES_MAX), all.length);
    }
}
