package stator.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stator.database.catalog.LiveTable;
import stator.database.log.ChangePage;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.database.table.Namespace;

/**
 * Reads a stream as consumers do: each shard from its beginning, page by page, but none before all
 * of its parent has been read.
 */
final class ChangeConsumer {
    private static final int PAGE_RECORDS = 7;
    private static final long PAGE_BYTES = 1 << 20;

    private final TestDatabase test;
    private final Namespace namespace;
    private final String tableName;
    private final String label;
    private final Map<String, Long> positions = new HashMap<>();
    private final List<String> ended = new ArrayList<>();

    ChangeConsumer(TestDatabase test, LiveTable table) {
        this.test = test;
        namespace = table.namespace();
        tableName = table.name();
        label = table.description().stream().label();
    }

    ChangeStream stream() {
        return test.database().changes().stream(namespace, tableName, label).orElseThrow();
    }

    /** Shows what is new, and tells whether there was anything. */
    boolean poll(Consumer<ChangeRecord> consumer) {
        boolean found = false;
        ChangeStream stream = stream();
        for (Shard shard : stream.shards()) {
            Optional<Shard> parent = stream.shard(shard.parent());
            boolean ready = parent.isEmpty() || ended.contains(shard.parent());
            if (ready && !ended.contains(shard.id())) {
                found |= read(stream, shard, consumer);
            }
        }
        return found;
    }

    private boolean read(ChangeStream stream, Shard shard, Consumer<ChangeRecord> consumer) {
        long after = positions.getOrDefault(shard.id(), 0L);
        ChangePage page =
                test.database().changes().read(stream, shard, after, PAGE_RECORDS, PAGE_BYTES);
        for (ChangeRecord change : page.records()) {
            consumer.accept(change);
            positions.put(shard.id(), change.version());
        }
        if (page.atEnd()) {
            ended.add(shard.id());
        }
        return !page.records().isEmpty() || page.atEnd();
    }

    /** All that is new. */
    List<ChangeRecord> all() {
        List<ChangeRecord> all = new ArrayList<>();
        while (poll(all::add)) {
            // There may be more.
        }
        return all;
    }
}
