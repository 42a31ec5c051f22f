package stator.tool.output;

import java.io.IOException;
import java.util.List;

/** Where an export goes. Several threads write; nothing is there before {@link #commit}. */
public interface ExportOutput extends AutoCloseable {
    /**
     * Writes items.
     *
     * @param segment from which they are
     * @param items as the service sent them
     * @return how many bytes that was
     */
    long write(int segment, List<byte[]> items) throws IOException;

    /** All is written. */
    void commit() throws IOException;

    @Override
    void close() throws IOException;
}
