package stator.server.kinesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.operation.settings.KinesisSink;

/**
 * Kinesis streams as files, for tests: the records of {@code
 * arn:aws:kinesis:REGION:ACCOUNT:stream/NAME} are the lines of {@code REGION-ACCOUNT-NAME.jsonl}.
 */
public final class KinesisFiles implements KinesisSink {
    private final Path directory;
    private final Map<String, FileChannel> files = new HashMap<>();

    public KinesisFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void put(String streamArn, List<Record> records) throws IOException {
        FileChannel file = files.get(streamArn);
        if (file == null) {
            file = open(streamArn);
            files.put(streamArn, file);
        }
        for (Record record : records) {
            ByteBuffer line =
                    ByteBuffer.allocate(record.data().length + 1)
                            .put(record.data())
                            .put((byte) '\n')
                            .flip();
            while (line.hasRemaining()) {
                file.write(line);
            }
        }
        file.force(false);
    }

    private FileChannel open(String streamArn) throws IOException {
        Files.createDirectories(directory);
        String[] parts = streamArn.split(":", 6);
        String stream = parts[5].substring(parts[5].indexOf('/') + 1);
        String name = parts[3] + "-" + parts[4] + "-" + stream + ".jsonl";
        return FileChannel.open(
                directory.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        for (FileChannel file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
