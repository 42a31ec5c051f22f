package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * The files of a store as they would be left by {@code kill -9}, to be damaged and opened. The rows
 * are numbered from 0 on, and each was one update.
 */
record StoreImage(Path directory) {
    private static final int SPACE = 7;
    private static final int PAYLOAD_BYTES = 900;

    /** Copies the files of a store, which may be open. */
    static StoreImage of(Path store, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(store.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return new StoreImage(copy);
    }

    StoreImage copy(Path copy) throws IOException {
        return of(directory, copy);
    }

    static void write(Store store, int number) {
        RowKey key = key(number);
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, new Row(number + 1, payload(number)));
                    batch.increment(SPACE, 1);
                    return null;
                });
    }

    static boolean has(Store store, int number) {
        Optional<Row> row = store.get(key(number), Consistency.STRONG);
        if (row.isPresent()
                && !new String(row.get().payload(), StandardCharsets.US_ASCII)
                        .equals(new String(payload(number), StandardCharsets.US_ASCII))) {
            throw new AssertionError("Wrong bytes in row " + number);
        }
        return row.isPresent();
    }

    /** As {@link #has}, by the way of many keys. */
    static boolean hasInAll(Store store, int number) {
        return store.getAll(List.of(key(number), key(number))).getLast().isPresent();
    }

    private static RowKey key(int number) {
        byte[] partition = ("row " + number).getBytes(StandardCharsets.US_ASCII);
        return new RowKey(SPACE, partition, (byte) 0, new byte[0]);
    }

    private static byte[] payload(int number) {
        return (number + "-")
                .repeat(PAYLOAD_BYTES)
                .substring(0, PAYLOAD_BYTES)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * How many rows there are, counted from 0 on without a gap.
     *
     * @throws AssertionError if there is a gap, or the counter disagrees
     */
    static int rows(Store store, int max) {
        int rows = 0;
        while (rows < max && has(store, rows)) {
            rows++;
        }
        for (int i = rows; i < max; i++) {
            if (has(store, i)) {
                throw new AssertionError("Row " + i + " is there, row " + rows + " is not");
            }
        }
        long[] counters = store.counters(SPACE);
        if ((counters.length == 0 ? 0 : counters[0]) != rows || store.highestVersion() != rows) {
            throw new AssertionError(rows + " rows, but counted " + List.of(counters));
        }
        return rows;
    }

    RocksStore open() {
        return open(new Durability.Always());
    }

    RocksStore open(Durability durability) {
        return RocksStore.open(directory, RocksSettings.DEFAULT.with(durability));
    }

    /** The newest write-ahead log. */
    Path log() throws IOException {
        return files(".log").getLast();
    }

    Path manifest() throws IOException {
        Path database = directory.resolve("db");
        return database.resolve(Files.readString(database.resolve("CURRENT")).strip());
    }

    List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("db"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** Changes the bytes of a file. */
    static void change(Path file, Change change) throws IOException {
        Files.write(file, change.apply(Files.readAllBytes(file)));
    }

    /** What happened to a file; may change the array or return another. */
    @FunctionalInterface
    interface Change {
        byte[] apply(byte[] bytes);
    }
}
