package stator.operation.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * A Kinesis stream that gets the changes of a table, or got them, or could not. A table keeps its
 * destinations in its settings, the newest first.
 *
 * @param precision of the time in its records; empty for what AWS takes by default, milliseconds
 * @param change what was done last
 * @param sinceMillis when it was enabled
 * @param settledMillis from when on the last change is in force
 * @param problem why it could not be enabled; empty if it could
 */
public record KinesisDestination(
        String streamArn,
        String precision,
        Change change,
        long sinceMillis,
        long settledMillis,
        String problem) {
    public static final String MILLISECOND = "MILLISECOND";
    public static final String MICROSECOND = "MICROSECOND";

    private static final TableSetting<List<KinesisDestination>> SETTING =
            new TableSetting<>("Kinesis", KinesisDestination::readAll, KinesisDestination::written);

    public enum Change {
        ENABLE,
        UPDATE,
        DISABLE
    }

    /** The destinations of a table. */
    public static List<KinesisDestination> of(TableDescription table) {
        return SETTING.of(table).orElse(List.of());
    }

    private static List<KinesisDestination> readAll(AttributeValue setting) {
        return setting.list().stream().map(value -> read(value.map())).toList();
    }

    private static AttributeValue written(List<KinesisDestination> all) {
        return AttributeValue.list(all.stream().map(KinesisDestination::written).toList());
    }

    static Optional<KinesisDestination> find(TableDescription table, String streamArn) {
        return of(table).stream().filter(one -> one.streamArn.equals(streamArn)).findFirst();
    }

    private static KinesisDestination read(Item item) {
        return new KinesisDestination(
                item.get("StreamArn").text(),
                item.get("Precision").text(),
                Change.valueOf(item.get("Change").text()),
                Long.parseLong(item.get("Since").text()),
                Long.parseLong(item.get("Settled").text()),
                item.get("Problem").text());
    }

    /** A table with this destination, in the place of the one for the same stream. */
    TableDescription in(TableDescription table) {
        List<KinesisDestination> all = new ArrayList<>(of(table));
        int place = 0;
        while (place < all.size() && !all.get(place).streamArn.equals(streamArn)) {
            place++;
        }
        if (place < all.size()) {
            all.set(place, this);
        } else {
            all.addFirst(this);
        }
        return SETTING.in(table, all);
    }

    private AttributeValue written() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("StreamArn", AttributeValue.string(streamArn));
        item.put("Precision", AttributeValue.string(precision));
        item.put("Change", AttributeValue.string(change.name()));
        item.put("Since", AttributeValue.number(sinceMillis));
        item.put("Settled", AttributeValue.number(settledMillis));
        item.put("Problem", AttributeValue.string(problem));
        return AttributeValue.map(Item.of(item));
    }

    /** In the words of the API. */
    public String status(long nowMillis) {
        boolean settled = nowMillis >= settledMillis;
        return switch (change) {
            case ENABLE -> settled ? (problem.isEmpty() ? "ACTIVE" : "ENABLE_FAILED") : "ENABLING";
            case UPDATE -> settled ? "ACTIVE" : "UPDATING";
            case DISABLE -> settled ? "DISABLED" : "DISABLING";
        };
    }

    /** Whether it gets changes, or will. A table has one such destination at most. */
    public boolean isLive() {
        return change != Change.DISABLE && problem.isEmpty();
    }

    /** Whether it stands in the way of another one. */
    public boolean blocks(long nowMillis) {
        String status = status(nowMillis);
        return !status.equals("DISABLED") && !status.equals("ENABLE_FAILED");
    }

    public void write(long nowMillis, ResponseWriter response) {
        response.startObject();
        if (!precision.isEmpty()) {
            response.member("ApproximateCreationDateTimePrecision", precision);
        }
        String status = status(nowMillis);
        response.member("DestinationStatus", status);
        if (status.equals("ENABLE_FAILED")) {
            response.member("DestinationStatusDescription", problem);
        }
        response.member("StreamArn", streamArn).endObject();
    }
}
