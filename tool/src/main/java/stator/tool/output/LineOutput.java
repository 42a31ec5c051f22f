package stator.tool.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import stator.operation.format.IonLines;
import stator.tool.item.Format;
import stator.tool.item.ItemJson;
import stator.tool.item.PlainJson;

/** Items as lines of files: one for all segments, or one for each. */
public final class LineOutput implements ExportOutput {
    /** Makes the line of an item, without its end. */
    @FunctionalInterface
    public interface Encoder {
        byte[] encode(byte[] item) throws IOException;
    }

    private final Encoder encoder;
    private final List<OutputStream> streams;
    private final List<OutputFile> files;

    /** Writes into files, which are there at the end. */
    public static LineOutput into(List<OutputFile> files, Encoder encoder) {
        return new LineOutput(encoder, files.stream().map(OutputFile::stream).toList(), files);
    }

    /** Writes into a stream, and closes it at the end. */
    public static LineOutput into(OutputStream stream, Encoder encoder) {
        return new LineOutput(encoder, List.of(stream), List.of());
    }

    private LineOutput(Encoder encoder, List<OutputStream> streams, List<OutputFile> files) {
        this.encoder = encoder;
        this.streams = new ArrayList<>(streams);
        this.files = List.copyOf(files);
    }

    /** The encoder of a format that has a line for each item and nothing else. */
    public static Encoder encoder(Format format, ItemJson json) {
        return switch (format) {
            case DYNAMODB_JSON -> ItemJson::wrap;
            case JSON -> item -> PlainJson.write(json.read(item)).getBytes(StandardCharsets.UTF_8);
            case ION -> item -> IonLines.item(json.read(item));
            case CSV -> throw new IllegalArgumentException("Rows need columns");
        };
    }

    @Override
    public long write(int segment, List<byte[]> items) throws IOException {
        List<byte[]> lines = new ArrayList<>(items.size());
        for (byte[] item : items) {
            lines.add(encoder.encode(item));
        }
        OutputStream stream = streams.get(segment % streams.size());
        long bytes = 0;
        synchronized (stream) {
            for (byte[] line : lines) {
                stream.write(line);
                stream.write('\n');
                bytes += line.length + 1;
            }
        }
        return bytes;
    }

    @Override
    public void commit() throws IOException {
        for (OutputStream stream : streams) {
            stream.close();
        }
        for (OutputFile file : files) {
            file.commit();
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputFile file : files) {
            file.close();
        }
    }
}
