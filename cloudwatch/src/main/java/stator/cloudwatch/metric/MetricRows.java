package stator.cloudwatch.metric;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;

/**
 * How metrics lie in the store; {@code docs/file-format.md} states the same.
 *
 * <pre>
 * kind      partition            sort                          payload
 * SERIES    empty                account 0 region 0 namespace 0 name (0 dimension 0 value)*   the same, id, last minute, unit
 * MINUTE    id of the series     minute, eight bytes           count, sum, least, greatest
 * </pre>
 */
public final class MetricRows {
    /** The space of all of it, which the database gives to no table. */
    public static final int SPACE = 19;

    /** The kind of the series, without which there is nothing else. */
    public static final byte SERIES = 0;

    static final byte MINUTE = 1;
    static final byte[] NONE = {};

    private static final long ROW_VERSION = 1;

    private MetricRows() {}

    /**
     * A series of values.
     *
     * @param id under which its minutes are kept
     * @param lastMinute the latest that has a value
     */
    record Series(MetricName metric, long id, long lastMinute, String unit) {
        /** The same with a later minute. */
        Series until(long minute) {
            return new Series(metric, id, minute, unit);
        }
    }

    static RowKey series(MetricName metric) {
        return new RowKey(SPACE, NONE, SERIES, utf8(sort(metric)));
    }

    private static String sort(MetricName metric) {
        StringBuilder sort = new StringBuilder(prefix(metric.account(), metric.region()));
        sort.append(metric.namespace()).append('\0').append(metric.name());
        metric.dimensions()
                .forEach(
                        (name, value) -> sort.append('\0').append(name).append('\0').append(value));
        return sort.toString();
    }

    static String prefix(String account, String region) {
        return account + '\0' + region + '\0';
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static RowKey minute(long series, long minute) {
        return new RowKey(SPACE, bytes(series), MINUTE, bytes(minute));
    }

    /** The minutes from one to before another. */
    static RowRange minutes(long series, long from, long to) {
        return new RowRange(SPACE, bytes(series), MINUTE, bytes(from), bytes(to), false);
    }

    static long minute(RowKey key) {
        return ByteBuffer.wrap(key.sort()).getLong();
    }

    static Row row(byte[] payload) {
        return new Row(ROW_VERSION, payload);
    }

    static Row row(Series series) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            MetricName metric = series.metric;
            out.writeUTF(metric.account());
            out.writeUTF(metric.region());
            out.writeUTF(metric.namespace());
            out.writeUTF(metric.name());
            out.writeInt(metric.dimensions().size());
            for (Map.Entry<String, String> dimension : metric.dimensions().entrySet()) {
                out.writeUTF(dimension.getKey());
                out.writeUTF(dimension.getValue());
            }
            out.writeLong(series.id);
            out.writeLong(series.lastMinute);
            out.writeUTF(series.unit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row(bytes.toByteArray());
    }

    static Series series(Row row) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row.payload()))) {
            String account = in.readUTF();
            String region = in.readUTF();
            String namespace = in.readUTF();
            String name = in.readUTF();
            Map<String, String> dimensions = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                dimensions.put(in.readUTF(), in.readUTF());
            }
            return new Series(
                    new MetricName(account, region, namespace, name, dimensions),
                    in.readLong(),
                    in.readLong(),
                    in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
