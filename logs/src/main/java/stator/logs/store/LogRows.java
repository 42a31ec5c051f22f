package stator.logs.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;

/**
 * How groups, streams and events lie in the store; {@code docs/file-format.md} states the same.
 *
 * <pre>
 * kind          partition   sort                                   payload
 * GROUP         empty       account 0 region 0 name                version, the group
 * STREAM        group id    name                                   version, the stream
 * EVENT         stream id   timestamp, sequence (8 bytes each)     ingestion time, message
 * GONE_GROUP    empty       group id                               empty
 * GONE_STREAM   empty       stream id                              empty
 * </pre>
 *
 * <p>A group or stream is gone with its row. What was under its id is then deleted piece by piece,
 * and the row that says so goes last; so a crash leaves nothing that is never deleted.
 */
final class LogRows {
    /** The space of all of it, which the database gives to no table. */
    static final int SPACE = 16;

    static final byte GROUP = 0;
    static final byte STREAM = 1;
    static final byte EVENT = 2;
    static final byte GONE_GROUP = 3;
    static final byte GONE_STREAM = 4;

    static final byte[] NONE = {};

    /** Rows of this space have no history, so all have one version. */
    private static final long ROW_VERSION = 1;

    private static final byte FORMAT = 1;

    private LogRows() {}

    static byte[] id(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }

    static long id(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] scope(Scope scope) {
        return utf8(scope.account() + '\0' + scope.region() + '\0');
    }

    static RowKey group(Scope scope, String name) {
        return new RowKey(
                SPACE, NONE, GROUP, utf8(scope.account() + '\0' + scope.region() + '\0' + name));
    }

    static RowKey stream(long group, String name) {
        return new RowKey(SPACE, id(group), STREAM, utf8(name));
    }

    static RowKey event(long stream, Position position) {
        return new RowKey(SPACE, id(stream), EVENT, position.toBytes());
    }

    static RowKey goneGroup(long group) {
        return new RowKey(SPACE, NONE, GONE_GROUP, id(group));
    }

    static RowKey goneStream(long stream) {
        return new RowKey(SPACE, NONE, GONE_STREAM, id(stream));
    }

    /** The events from one position to before another. */
    static RowRange events(long stream, Position from, Position to, boolean reverse) {
        return new RowRange(SPACE, id(stream), EVENT, from.toBytes(), to.toBytes(), reverse);
    }

    /** What begins with {@code prefix}, and comes after {@code after} if that is not empty. */
    static RowRange names(byte[] partition, byte kind, byte[] prefix, byte[] after) {
        return new RowRange(
                SPACE,
                partition,
                kind,
                after.length == 0 ? prefix : RowRange.after(after),
                RowRange.afterPrefix(prefix),
                false);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Row mark() {
        return new Row(ROW_VERSION, NONE);
    }

    static Row row(LogGroup group) {
        return written(out -> {
            out.writeUTF(group.name());
            out.writeLong(group.id());
            out.writeLong(group.createdMillis());
            out.writeInt(group.retentionDays());
            out.writeUTF(group.kmsKeyId());
            out.writeUTF(group.groupClass());
            out.writeBoolean(group.deletionProtected());
            out.writeInt(group.tags().size());
            for (Map.Entry<String, String> tag : group.sortedTags().entrySet()) {
                out.writeUTF(tag.getKey());
                out.writeUTF(tag.getValue());
            }
        });
    }

    static LogGroup group(Row row) {
        return read(
                row,
                in -> {
                    String name = in.readUTF();
                    long id = in.readLong();
                    long created = in.readLong();
                    int retentionDays = in.readInt();
                    String kmsKeyId = in.readUTF();
                    String groupClass = in.readUTF();
                    boolean deletionProtected = in.readBoolean();
                    Map<String, String> tags = new HashMap<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        tags.put(in.readUTF(), in.readUTF());
                    }
                    return new LogGroup(
                            name,
                            id,
                            created,
                            retentionDays,
                            kmsKeyId,
                            groupClass,
                            deletionProtected,
                            tags);
                });
    }

    static Row row(LogStream stream) {
        return written(out -> {
            out.writeUTF(stream.name());
            out.writeLong(stream.id());
            out.writeLong(stream.createdMillis());
            out.writeLong(stream.firstMillis());
            out.writeLong(stream.lastMillis());
            out.writeLong(stream.ingestionMillis());
            out.writeLong(stream.bytes());
            out.writeLong(stream.nextSequence());
        });
    }

    static LogStream stream(Row row) {
        return read(
                row,
                in ->
                        new LogStream(
                                in.readUTF(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong()));
    }

    static Row row(long ingestionMillis, String message) {
        byte[] text = utf8(message);
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES + text.length);
        return new Row(ROW_VERSION, payload.putLong(ingestionMillis).put(text).array());
    }

    static StoredEvent event(RowKey key, Row row) {
        byte[] payload = row.payload();
        return new StoredEvent(
                Position.of(key.sort()),
                ByteBuffer.wrap(payload).getLong(),
                new String(
                        payload, Long.BYTES, payload.length - Long.BYTES, StandardCharsets.UTF_8));
    }

    /** The size of a stored event, as AWS counts it. */
    static long eventBytes(Row row) {
        return row.payload().length - Long.BYTES + LogEvent.OVERHEAD_BYTES;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static Row written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Row(ROW_VERSION, bytes.toByteArray());
    }

    private static <T> T read(Row row, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row.payload()))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("A row of format " + format);
            }
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
