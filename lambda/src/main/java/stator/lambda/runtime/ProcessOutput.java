package stator.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What a process prints, as messages of its log stream. A line is a message; what our bootstraps
 * print in one piece with carriage returns in it is one, too, as it is with AWS.
 *
 * <p>A pipe tells nobody that all of it was read. So our bootstraps end what they print for an
 * invocation with a line that begins with {@link #MARK}, and {@link #settle} waits for that. Of
 * other runtimes nobody knows; what they print is given a moment.
 */
final class ProcessOutput {
    private static final int LINE_BYTES_MAX = 256 * 1024;

    /** The separator of records, then the id of the invocation whose output ends. */
    private static final char MARK = '\u001e';

    private static final long MARK_MILLIS_MAX = 100;
    private static final long MOMENT_MILLIS = 2;

    private final Program program;
    private final String stream;
    private final InputStream pipe;
    private final Clock clock;
    private final Thread reader;

    /** The line that has begun. Used by the reader alone. */
    private final byte[] line = new byte[LINE_BYTES_MAX];

    private int lineBytes;

    /** Guarded by this. */
    private LogTail tail = new LogTail();

    /** The invocation whose output has ended, and whether more can come. Guarded by this. */
    private String marked = "";

    private boolean hasEnded;

    ProcessOutput(Program program, String stream, InputStream pipe, Clock clock) {
        this.program = program;
        this.stream = stream;
        this.pipe = pipe;
        this.clock = clock;
        reader = new Thread(this::read, "stator-lambda-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try {
            for (int count = pipe.read(buffer); count >= 0; count = pipe.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it.
        }
        endLine();
        synchronized (this) {
            hasEnded = true;
            notifyAll();
        }
    }

    private void take(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                endLine();
            } else {
                if (lineBytes == line.length) {
                    endLine();
                }
                line[lineBytes++] = buffer[i];
            }
        }
    }

    private void endLine() {
        if (lineBytes > 0) {
            String text = new String(line, 0, lineBytes, StandardCharsets.UTF_8);
            lineBytes = 0;
            if (text.charAt(0) == MARK) {
                mark(text.substring(1));
            } else {
                log(text.replace('\r', '\n'));
            }
        }
    }

    /** Adds a message of our own. */
    void log(String message) {
        synchronized (this) {
            tail.add(message);
        }
        program.log()
                .append(
                        program.account(),
                        program.region(),
                        program.logGroup(),
                        stream,
                        clock.millis(),
                        message);
    }

    private synchronized void mark(String requestId) {
        marked = requestId;
        notifyAll();
    }

    /** Waits until what was printed for an invocation is logged. */
    void settle(String requestId) {
        boolean marks =
                switch (program.runtime().family()) {
                    case PYTHON, NODEJS, RUBY -> true;
                    case JAVA, PROVIDED -> false;
                };
        long end =
                System.nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(marks ? MARK_MILLIS_MAX : MOMENT_MILLIS);
        synchronized (this) {
            try {
                for (long left = end - System.nanoTime();
                        left > 0 && !hasEnded && !marked.equals(requestId);
                        left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the end of what a process printed that has ended. */
    void join(long millis) {
        try {
            reader.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last of what was logged since this was called last. */
    synchronized byte[] takeTail() {
        byte[] bytes = tail.bytes();
        tail = new LogTail();
        return bytes;
    }

    String stream() {
        return stream;
    }
}
