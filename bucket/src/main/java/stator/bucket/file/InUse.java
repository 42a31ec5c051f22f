package stator.bucket.file;

import java.io.IOException;

/**
 * Whether a process works with the files, as one of them says. One that says so before this process
 * has begun was left by another that could not end well; then there may be files that belong to no
 * object. Thread-safe.
 */
public final class InUse {
    private final FileTree files;
    private volatile boolean begun;
    private volatile boolean leftovers;

    public InUse(FileTree files) {
        this.files = files;
    }

    /** Comes before the first file that could be left over. */
    public void begin() throws IOException {
        if (!begun) {
            beginOnce();
        }
    }

    private synchronized void beginOnce() throws IOException {
        if (begun) {
            return;
        }
        leftovers = files.facts(StorePaths.IN_USE).isPresent();
        if (!leftovers) {
            files.place(StorePaths.IN_USE, new byte[0]);
        }
        begun = true;
    }

    /** Whether there may be files that belong to no object. */
    public boolean mayHaveLeftovers() throws IOException {
        begin();
        return leftovers;
    }

    /** They are gone. */
    public void cleaned() {
        leftovers = false;
    }

    /** The process ends well. What is left over still is for the next one. */
    public synchronized void end() throws IOException {
        if (begun && !leftovers) {
            files.delete(StorePaths.IN_USE);
            begun = false;
        }
    }
}
