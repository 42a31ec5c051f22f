package stator.bucket.object;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.DirectoryBucket;
import stator.bucket.NoSuchBucketException;

/**
 * A store of objects as exports and imports see it. On a disk what they write are plain files in
 * the bucket's folder.
 */
public final class ObjectBuckets implements Buckets {
    private final ObjectStore store;

    public ObjectBuckets(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<Bucket> find(String name) throws IOException {
        return store.find(name).map(this::view);
    }

    @Override
    public Bucket make(String name) throws IOException {
        store.make(name, Map.of());
        return view(store.find(name).orElseThrow());
    }

    private Bucket view(ObjectBucket objects) {
        return store.directory()
                .map(directory -> (Bucket) new OnDisk(objects, directory.resolve(objects.name())))
                .orElseGet(() -> new InMemory(objects));
    }

    private abstract static class View implements Bucket {
        final ObjectBucket objects;

        View(ObjectBucket objects) {
            this.objects = objects;
        }

        @Override
        public List<Entry> list(String prefix) throws IOException {
            List<Entry> entries = new ArrayList<>();
            ObjectWalk walk = objects.walk(prefix, "");
            for (Optional<ObjectVersion> next = walk.next(); next.isPresent(); next = walk.next()) {
                entries.add(new Entry(next.get().key(), next.get().size()));
            }
            return entries;
        }

        @Override
        public InputStream read(String key) throws IOException {
            FoundObject found =
                    objects.open(key, "")
                            .filter(object -> !object.version().marker())
                            .orElseThrow(() -> new NoSuchFileException(key));
            return found.read(0, found.version().size());
        }

        @Override
        public void delete(String key) throws IOException {
            objects.delete(key, ObjectBucket.Guard.NONE);
        }
    }

    private static final class OnDisk extends View {
        private final DirectoryBucket files;
        private final Path directory;

        OnDisk(ObjectBucket objects, Path directory) {
            super(objects);
            this.directory = directory;
            files = DirectoryBucket.of(directory);
        }

        @Override
        public Upload write(String key) throws IOException {
            Upload upload = begun(key);
            return new Upload() {
                @Override
                public void write(int value) throws IOException {
                    upload.write(value);
                }

                @Override
                public void write(byte[] bytes, int start, int length) throws IOException {
                    upload.write(bytes, start, length);
                }

                @Override
                public void commit() throws IOException {
                    try {
                        upload.commit();
                    } catch (NoSuchFileException e) {
                        // Nobody but who deletes a bucket takes away what is being written.
                        throw new NoSuchBucketException();
                    }
                    objects.yieldToForeign(key);
                }

                @Override
                public void close() throws IOException {
                    upload.close();
                }
            };
        }

        private Upload begun(String key) throws IOException {
            try {
                return files.write(key);
            } catch (FileNotFoundException | NoSuchFileException e) {
                if (!Files.isDirectory(directory)) {
                    throw new NoSuchBucketException();
                }
                throw e;
            }
        }
    }

    private static final class InMemory extends View {
        InMemory(ObjectBucket objects) {
            super(objects);
        }

        @Override
        public Upload write(String key) {
            NewContent content = objects.newContent();
            MessageDigest md5 = md5();
            return new Upload() {
                @Override
                public void write(int value) throws IOException {
                    write(new byte[] {(byte) value}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int start, int length) throws IOException {
                    md5.update(bytes, start, length);
                    content.write(bytes, start, length);
                }

                @Override
                public void commit() throws IOException {
                    content.finish();
                    objects.put(
                            key,
                            content,
                            HexFormat.of().formatHex(md5.digest()),
                            Map.of(),
                            ObjectBucket.Guard.NONE);
                }

                @Override
                public void close() throws IOException {
                    content.close();
                }
            };
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
