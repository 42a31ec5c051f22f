package stator.door;

import java.io.IOException;

/** A body is longer than a body may be. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
}
