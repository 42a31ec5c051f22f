package stator.door;

import java.io.IOException;

/** There is no memory left for what a request asks for; it may be tried again. */
public final class NoMemoryException extends IOException {
    private static final long serialVersionUID = 1L;
}
