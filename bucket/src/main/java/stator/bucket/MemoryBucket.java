package stator.bucket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in this process's memory, gone at its end. */
public final class MemoryBucket implements Bucket {
    private final NavigableMap<String, byte[]> pieces = new ConcurrentSkipListMap<>();

    @Override
    public List<Entry> list(String prefix) {
        return pieces.tailMap(prefix, true).entrySet().stream()
                .takeWhile(piece -> piece.getKey().startsWith(prefix))
                .map(piece -> new Entry(piece.getKey(), piece.getValue().length))
                .toList();
    }

    @Override
    public InputStream read(String key) throws NoSuchFileException {
        byte[] bytes = pieces.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key);
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Upload write(String key) {
        return new Upload() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            @Override
            public void write(int value) {
                bytes.write(value);
            }

            @Override
            public void write(byte[] array, int start, int length) {
                bytes.write(array, start, length);
            }

            @Override
            public void commit() {
                pieces.put(key, bytes.toByteArray());
            }
        };
    }

    @Override
    public void delete(String key) {
        pieces.remove(key);
    }
}
