package stator.tool.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Standard output that fails when it cannot be written: a {@link PrintStream} alone would go on in
 * silence when the disk is full or the reader of a pipe is gone.
 */
public final class StandardOutput extends OutputStream {
    private final PrintStream out;

    public StandardOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        check();
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        out.write(bytes, start, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    /** Standard output itself stays open. */
    @Override
    public void close() throws IOException {
        check();
    }

    private void check() throws IOException {
        if (out.checkError()) {
            throw new IOException("standard output cannot be written any more");
        }
    }
}
