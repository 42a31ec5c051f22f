package stator.bucket.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import stator.bucket.MemoryRoom;

/** Files in this process's memory, gone at its end, within some room. */
public final class MemoryTree implements FileTree {
    private static final int CHUNK_BYTES = 1 << 18;

    /** The character after the slash: no path in a folder is beyond it. */
    private static final char AFTER_SLASH = '/' + 1;

    private final NavigableMap<String, File> files = new ConcurrentSkipListMap<>();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();
    private final MemoryRoom room;

    public MemoryTree(MemoryRoom room) {
        this.room = room;
    }

    /** Chunks of one length, except for the last. */
    private record File(List<byte[]> chunks, long bytes, long modifiedMicros) {
        byte[] whole() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream((int) bytes);
            chunks.forEach(whole::writeBytes);
            return whole.toByteArray();
        }
    }

    private void put(String path, File file) {
        File before = files.put(path, file);
        if (before != null) {
            room.give(before.bytes());
        }
    }

    private static long nowMicros() {
        return System.currentTimeMillis() * 1_000;
    }

    @Override
    public List<Child> children(String folder) {
        List<Child> children = new ArrayList<>();
        String start = folder.isEmpty() ? "" : folder + "/";
        String at = start;
        for (Map.Entry<String, File> file = files.ceilingEntry(at);
                file != null && file.getKey().startsWith(start);
                file = files.ceilingEntry(at)) {
            String rest = file.getKey().substring(start.length());
            int slash = rest.indexOf('/');
            String name = slash < 0 ? rest : rest.substring(0, slash);
            children.add(new Child(name, slash >= 0));
            at = slash < 0 ? file.getKey() + '\0' : start + name + AFTER_SLASH;
        }
        for (String made : folders) {
            String name = made.startsWith(start) ? made.substring(start.length()) : "";
            Child child = new Child(name, true);
            if (!name.isEmpty() && name.indexOf('/') < 0 && !children.contains(child)) {
                children.add(child);
            }
        }
        return children;
    }

    @Override
    public boolean names(String folder, NameVisitor visitor) throws IOException {
        String start = folder + "/";
        for (String at = files.ceilingKey(start);
                at != null && at.startsWith(start);
                at = files.ceilingKey(at)) {
            int slash = at.indexOf('/', start.length());
            String name =
                    slash < 0 ? at.substring(start.length()) : at.substring(start.length(), slash);
            if (!visitor.visit(name)) {
                return false;
            }
            at = slash < 0 ? at + '\0' : start + name + AFTER_SLASH;
        }
        return true;
    }

    @Override
    public Scratch scratch() {
        return new MemoryScratch(room);
    }

    @Override
    public boolean isFolder(String path) {
        return folders.contains(path) || !children(path).isEmpty();
    }

    @Override
    public Optional<Facts> facts(String path) {
        return Optional.ofNullable(files.get(path))
                .map(file -> new Facts(file.bytes(), file.modifiedMicros()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(File::whole);
    }

    @Override
    public Optional<SeekableByteChannel> open(String path) {
        return Optional.ofNullable(files.get(path)).map(Reading::new);
    }

    @Override
    public NewFile create(String path) {
        return new MemoryFile(path);
    }

    private final class MemoryFile extends NewFile {
        private final String path;
        private final List<byte[]> chunks = new ArrayList<>();
        private ByteArrayOutputStream last = new ByteArrayOutputStream();
        private long bytes;
        private boolean finished;

        MemoryFile(String path) {
            this.path = path;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int start, int length) throws IOException {
            room.take(length);
            bytes += length;
            int at = start;
            while (at < start + length) {
                int part = Math.min(start + length - at, CHUNK_BYTES - last.size());
                last.write(source, at, part);
                at += part;
                if (last.size() == CHUNK_BYTES) {
                    chunks.add(last.toByteArray());
                    last = new ByteArrayOutputStream(CHUNK_BYTES);
                }
            }
        }

        @Override
        public void finish() {
            chunks.add(last.toByteArray());
            put(path, new File(chunks, bytes, nowMicros()));
            finished = true;
        }

        @Override
        public void close() {
            if (!finished) {
                finished = true;
                room.give(bytes);
            }
        }
    }

    @Override
    public void place(String path, byte[] bytes) throws IOException {
        try (NewFile file = create(path)) {
            file.write(bytes);
            file.finish();
        }
    }

    @Override
    public void move(String from, String to) throws IOException {
        File file = files.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        put(to, file);
        files.remove(from);
    }

    @Override
    public boolean delete(String path) {
        File file = files.remove(path);
        if (file == null) {
            return false;
        }
        room.give(file.bytes());
        return true;
    }

    @Override
    public void makeFolder(String path) {
        folders.add(path);
    }

    @Override
    public void deleteFolder(String path) {
        folders.removeIf(made -> made.equals(path) || made.startsWith(path + "/"));
        List<String> inside = List.copyOf(files.subMap(path + "/", path + AFTER_SLASH).keySet());
        inside.forEach(this::delete);
    }

    /** A file as it was when it was opened. */
    private static final class Reading implements SeekableByteChannel {
        private final File file;
        private long position;
        private boolean closed;

        Reading(File file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target) {
            if (position >= file.bytes()) {
                return -1;
            }
            byte[] chunk = file.chunks().get((int) (position / CHUNK_BYTES));
            int at = (int) (position % CHUNK_BYTES);
            int length = Math.min(target.remaining(), chunk.length - at);
            target.put(chunk, at, length);
            position += length;
            return length;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            position = newPosition;
            return this;
        }

        @Override
        public long size() {
            return file.bytes();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
