package stator.operation.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stator.bucket.Bucket;
import stator.bucket.MemoryBucket;
import stator.database.table.Namespace;
import stator.database.table.TableDescription;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

class BackupFileTest {
    private static final KeyAttribute KEY = new KeyAttribute("p", AttributeType.S);
    private static final Backup BACKUP =
            new Backup(
                    new Namespace("000000000000", "us-east-1"),
                    "01795262400000-0123abcd",
                    "nightly",
                    Backup.Type.USER,
                    1_795_262_400_000L,
                    Backup.NEVER,
                    TableDescription.of(
                            "table",
                            new KeySchema(List.of(KEY), List.of()),
                            List.of(KEY),
                            List.of()),
                    0,
                    0);

    private final MemoryBucket bucket = new MemoryBucket();

    private static Item item(int number, int bytes) {
        return Item.of(
                Map.of(
                        "p",
                        AttributeValue.string("key" + number),
                        "data",
                        AttributeValue.string("x".repeat(bytes))));
    }

    private static List<Item> items(int count, int bytes) {
        return IntStream.range(0, count).mapToObj(number -> item(number, bytes)).toList();
    }

    private Backup write(List<Item> items) throws IOException {
        return BackupFile.write(
                bucket,
                BACKUP,
                sink -> {
                    for (Item item : items) {
                        sink.add(item);
                    }
                });
    }

    private BackupFile file() {
        return BackupFile.of(bucket, bucket.list(BackupFile.key(BACKUP.id())).getFirst());
    }

    private List<Item> read() throws IOException {
        List<Item> items = new ArrayList<>();
        file().forEach(items::add);
        return items;
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        List<Item> items = items(5_000, 200);
        Backup written = write(items);
        assertEquals(items, read());
        assertEquals(written, file().describe());
        assertEquals(5_000, written.items());
        assertEquals(items.stream().mapToLong(Item::sizeBytes).sum(), written.bytes());
    }

    @Test
    void mayHoldNothing() throws IOException {
        write(List.of());
        assertEquals(List.of(), read());
        assertEquals(0, file().describe().items());
    }

    @Test
    void holdsItemsOfAnySize() throws IOException {
        List<Item> items =
                List.of(item(1, 399_000), item(2, 1), item(3, 399_000), item(4, 300_000));
        write(items);
        assertEquals(items, read());
    }

    @Test
    void isNotThereUntilItIsWhole() {
        assertThrows(
                IOException.class,
                () ->
                        BackupFile.write(
                                bucket,
                                BACKUP,
                                sink -> {
                                    sink.add(item(1, 1));
                                    throw new IOException("on purpose");
                                }));
        assertEquals(List.of(), bucket.list(""));
    }

    /** Also a flipped bit of a checksum or a length is damage. */
    @Test
    void anyFlippedBitIsFound() throws IOException {
        write(items(3, 20));
        String key = BackupFile.key(BACKUP.id());
        byte[] good = bucket.read(key).readAllBytes();
        Random random = new Random(1);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            put(key, bad);
            assertThrows(IOException.class, () -> file().verify(), "byte " + at);
        }
    }

    @Test
    void aShorterFileIsFound() throws IOException {
        write(items(3, 20));
        String key = BackupFile.key(BACKUP.id());
        byte[] good = bucket.read(key).readAllBytes();
        for (int length = 0; length < good.length; length++) {
            put(key, Arrays.copyOf(good, length));
            assertThrows(DamagedBackupException.class, () -> file().verify());
            assertThrows(DamagedBackupException.class, () -> file().describe());
        }
    }

    @Test
    void theMessageNamesFileAndPlace() throws IOException {
        write(items(3, 20));
        String key = BackupFile.key(BACKUP.id());
        byte[] bytes = bucket.read(key).readAllBytes();
        bytes[bytes.length - 60] ^= 1;
        put(key, bytes);
        String message =
                assertThrows(DamagedBackupException.class, () -> file().verify()).getMessage();
        assertTrue(message.startsWith("The backup " + key + " is damaged at byte "), message);
    }

    private void put(String key, byte[] bytes) throws IOException {
        try (Bucket.Upload upload = bucket.write(key)) {
            upload.write(bytes);
            upload.commit();
        }
    }
}
