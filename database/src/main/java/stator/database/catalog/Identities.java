package stator.database.catalog;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.random.RandomGenerator;
import stator.database.table.Namespace;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;

/**
 * Gives new tables what they are known by: an id, an ARN, the time of creation, a stream's label.
 */
public final class Identities {
    private static final DateTimeFormatter STREAM_LABEL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final RandomGenerator random;

    public Identities(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The description of a table that is created now. */
    public TableDescription identified(Namespace namespace, TableDescription description) {
        long now = clock.millis();
        TableDescription.Builder created =
                description.toBuilder()
                        .identity(newId(), namespace.tableArn(description.name()), now);
        if (description.stream().enabled() && description.stream().label().isEmpty()) {
            created.stream(new StreamSettings(true, description.stream().view(), streamLabel(now)));
        }
        return created.build();
    }

    /** A version 4 UUID. */
    private String newId() {
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The label of a stream that begins at a time: {@code 2026-11-21T10:15:30.123}. */
    public static String streamLabel(long nowMillis) {
        return STREAM_LABEL.format(Instant.ofEpochMilli(nowMillis));
    }
}
