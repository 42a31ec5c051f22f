package stator.bucket;

import java.io.IOException;

/** There is no room for what was to be written. What it says is for clients, too. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is full and what to do, without names of files
     */
    public NoRoomException(String message) {
        super(message);
    }
}
