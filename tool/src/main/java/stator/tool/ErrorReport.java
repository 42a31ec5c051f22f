package stator.tool;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * The records that were refused, a line of JSON for each. There is no file before there is one to
 * put into it. Thread-safe.
 */
final class ErrorReport implements AutoCloseable {
    private final Path file;
    private BufferedWriter out;
    private long count;

    ErrorReport(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    synchronized long count() {
        return count;
    }

    /**
     * Adds a record.
     *
     * @param number of the record in all that was read, from 1 on
     */
    synchronized void add(String source, long number, String why, Optional<Item> item) {
        ResponseWriter line =
                new ResponseWriter(256)
                        .startObject()
                        .member("File", source)
                        .member("Record", number)
                        .member("Error", why);
        item.ifPresent(value -> line.member("Item", value));
        try {
            if (out == null) {
                out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            }
            out.write(line.endObject().toString());
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        count++;
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
