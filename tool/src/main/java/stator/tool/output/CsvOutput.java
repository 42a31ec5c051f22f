package stator.tool.output;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import stator.model.Item;
import stator.tool.item.CsvRows;
import stator.tool.item.ItemJson;

/**
 * Items as rows of CSV whose columns nobody knows before the last item was seen: until then the
 * items wait in a file. The columns of the key come first, the others by name.
 */
public final class CsvOutput implements ExportOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ItemJson json = new ItemJson();
    private final ExportOutput rows;
    private final OutputStream stream;
    private final List<String> keys;
    private final char delimiter;
    private final Path waiting;
    private final DataOutputStream spool;
    private final Set<String> names = new TreeSet<>();
    private long count;

    /**
     * @param rows what is closed and committed with this
     * @param stream into which the rows go in the end
     */
    public CsvOutput(
            ExportOutput rows,
            OutputStream stream,
            List<String> keys,
            char delimiter,
            Interruption interruption)
            throws IOException {
        this.rows = rows;
        this.stream = stream;
        this.keys = List.copyOf(keys);
        this.delimiter = delimiter;
        waiting = Files.createTempFile("stator-export", ".items");
        interruption.onInterrupt(() -> waiting.toFile().delete());
        spool =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new DeflaterOutputStream(Files.newOutputStream(waiting)),
                                BUFFER_BYTES));
    }

    @Override
    public long write(int segment, List<byte[]> items) throws IOException {
        Set<String> found = new TreeSet<>();
        long bytes = 0;
        for (byte[] item : items) {
            for (Item.Attribute attribute : json.read(item)) {
                found.add(attribute.name());
            }
            bytes += item.length;
        }
        synchronized (this) {
            names.addAll(found);
            for (byte[] item : items) {
                spool.writeInt(item.length);
                spool.write(item);
            }
            count += items.size();
        }
        return bytes;
    }

    @Override
    public void commit() throws IOException {
        spool.close();
        List<String> columns = new ArrayList<>(keys);
        names.stream().filter(name -> !keys.contains(name)).forEach(columns::add);
        CsvRows csv = new CsvRows(columns, delimiter);
        stream.write(csv.header().getBytes(StandardCharsets.UTF_8));
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(
                                new InflaterInputStream(Files.newInputStream(waiting)),
                                BUFFER_BYTES))) {
            for (long i = 0; i < count; i++) {
                Item item = json.read(in.readNBytes(in.readInt()));
                stream.write(csv.row(item).getBytes(StandardCharsets.UTF_8));
            }
        }
        rows.commit();
    }

    @Override
    public void close() throws IOException {
        spool.close();
        Files.deleteIfExists(waiting);
        rows.close();
    }
}
