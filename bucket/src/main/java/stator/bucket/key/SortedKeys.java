package stator.bucket.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stator.bucket.file.Scratch;

/**
 * Keys in a scratch file, in their order. Whoever reads holds one block, however many there are.
 *
 * <p>A file is blocks of one length. In a block are keys, each after its length in two bytes; a
 * length of {@link #END} ends it. No key goes over a border, so any block can be read by itself,
 * and the first key of a block tells on which side of it another key is.
 */
public final class SortedKeys implements AutoCloseable {
    private static final int BLOCK_BYTES = 4096;
    private static final int LENGTH_BYTES = 2;
    private static final int END = 0xFFFF;

    private final Scratch file;
    private long blocks;

    private SortedKeys(Scratch file) {
        this.file = file;
    }

    /** Writes keys into a file, which is this object's from now on. */
    static SortedKeys write(Scratch file, Keys keys) throws IOException {
        SortedKeys sorted = new SortedKeys(file);
        byte[] block = new byte[BLOCK_BYTES];
        int at = 0;
        String last = null;
        for (Optional<String> next = keys.next(); next.isPresent(); next = keys.next()) {
            String key = next.get();
            assert last == null || last.compareTo(key) < 0 : "keys are in their order";
            last = key;
            if (at + LENGTH_BYTES + key.length() + LENGTH_BYTES > BLOCK_BYTES) {
                sorted.append(block, at);
                at = 0;
            }
            at = putLength(block, at, key.length());
            byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, block, at, bytes.length);
            at += bytes.length;
        }
        if (at > 0) {
            sorted.append(block, at);
        }
        return sorted;
    }

    /** Gives keys one by one. */
    @FunctionalInterface
    interface Keys {
        Optional<String> next() throws IOException;
    }

    private static int putLength(byte[] block, int at, int length) {
        block[at] = (byte) (length >> 8);
        block[at + 1] = (byte) length;
        return at + LENGTH_BYTES;
    }

    private void append(byte[] block, int at) throws IOException {
        putLength(block, at, END);
        file.append(block, BLOCK_BYTES);
        blocks++;
    }

    /** The keys from a text on, itself included. */
    Cursor from(String start) throws IOException {
        long low = 0;
        long high = blocks - 1;
        byte[] block = new byte[BLOCK_BYTES];
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            read(middle, block);
            if (keyAt(block, 0).compareTo(start) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Cursor cursor = new Cursor(block, low);
        while (cursor.key().isPresent() && cursor.key().get().compareTo(start) < 0) {
            cursor.advance();
        }
        return cursor;
    }

    private void read(long number, byte[] block) throws IOException {
        file.read(number * BLOCK_BYTES, block);
    }

    private static int length(byte[] block, int at) {
        return (block[at] & 0xFF) << 8 | block[at + 1] & 0xFF;
    }

    private static String keyAt(byte[] block, int at) {
        return new String(block, at + LENGTH_BYTES, length(block, at), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A place among the keys. Belongs to one thread. */
    final class Cursor {
        private final byte[] block;
        private long number;
        private int at;
        private Optional<String> key = Optional.empty();

        private Cursor(byte[] block, long number) throws IOException {
            this.block = block;
            this.number = number;
            if (number < blocks) {
                read(number, block);
                key = Optional.of(keyAt(block, 0));
            }
        }

        /** The key here; empty at the end. */
        Optional<String> key() {
            return key;
        }

        /** Goes on to the next key. */
        void advance() throws IOException {
            at += LENGTH_BYTES + length(block, at);
            if (length(block, at) == END) {
                number++;
                at = 0;
                if (number == blocks) {
                    key = Optional.empty();
                    return;
                }
                read(number, block);
            }
            key = Optional.of(keyAt(block, at));
        }
    }
}
