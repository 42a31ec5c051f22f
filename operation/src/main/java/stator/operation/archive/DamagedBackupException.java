package stator.operation.archive;

import java.io.IOException;

/** A backup whose bytes are not those that were written. The message says what and where. */
public final class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedBackupException(String key, long offset, String what) {
        super(
                "The backup "
                        + key
                        + " is damaged at byte "
                        + offset
                        + ": "
                        + what
                        + ". It cannot be restored; another copy of the file can take its place.");
    }
}
