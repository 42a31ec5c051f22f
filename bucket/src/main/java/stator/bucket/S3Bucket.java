package stator.bucket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A bucket of an S3 service. What is on its way into it is held in memory: exports and reports make
 * files of some ten megabytes at most.
 */
final class S3Bucket implements Bucket {
    private final S3Client client;
    private final String name;

    S3Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String from = "";
        do {
            from = client.list(name, prefix, from, entries);
        } while (!from.isEmpty());
        return entries;
    }

    @Override
    public InputStream read(String key) throws IOException {
        return client.get(name, key);
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
            public void commit() throws IOException {
                client.put(name, key, bytes.toByteArray());
            }
        };
    }

    @Override
    public void delete(String key) throws IOException {
        client.delete(name, key);
    }
}
