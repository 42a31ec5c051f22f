package stator.bucket.object;

import java.io.IOException;

/** What the disk gives back is not what was written to it. */
public final class CorruptObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptObjectException(String message) {
        super(message);
    }
}
