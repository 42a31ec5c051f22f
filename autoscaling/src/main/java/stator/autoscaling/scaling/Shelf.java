package stator.autoscaling.scaling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * The documents of one kind, by their dimension and, if one dimension has several, a name. {@code
 * docs/file-format.md} states the rows. Thread-safe.
 *
 * @param <T> what a document says
 */
public final class Shelf<T> {
    /** The space of all of it, which the database gives to no table. */
    public static final int SPACE = 18;

    /** The kind of the targets, without which there is nothing else. */
    public static final byte TARGET_KIND = 0;

    /** The version of rows that have no history. */
    private static final long ROW_VERSION = 1;

    private static final byte[] NONE = {};

    private final Store store;
    private final byte kind;
    private final Function<T, String> write;
    private final Function<String, T> read;

    private Shelf(Store store, int kind, Function<T, String> write, Function<String, T> read) {
        this.store = store;
        this.kind = (byte) kind;
        this.write = write;
        this.read = read;
    }

    static Shelf<ScalableTarget> targets(Store store) {
        return new Shelf<>(store, TARGET_KIND, Documents::of, Documents::target);
    }

    static Shelf<ScalingPolicy> policies(Store store) {
        return new Shelf<>(store, 1, Documents::of, Documents::policy);
    }

    static Shelf<ScheduledAction> actions(Store store) {
        return new Shelf<>(store, 2, Documents::of, Documents::action);
    }

    static Shelf<ScalingActivity> activities(Store store) {
        return new Shelf<>(store, 3, Documents::of, Documents::activity);
    }

    private RowKey key(Dimension dimension, String name) {
        return new RowKey(SPACE, NONE, kind, bytes(prefix(dimension) + name));
    }

    private static String prefix(Dimension dimension) {
        return dimension.account()
                + '\0'
                + dimension.region()
                + '\0'
                + dimension.namespace()
                + '\0'
                + dimension.resourceId()
                + '\0'
                + dimension.name()
                + '\0';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private T value(Row row) {
        return read.apply(new String(row.payload(), StandardCharsets.UTF_8));
    }

    /** The document of that name. */
    public Optional<T> find(Dimension dimension, String name) {
        return store.get(key(dimension, name), Consistency.STRONG).map(this::value);
    }

    /** Puts a document in the place of the one that is there, if any. */
    public void put(Dimension dimension, String name, T document) {
        change(dimension, name, before -> Optional.of(document));
    }

    /** Changes a document, makes it or takes it away; what is there afterwards. */
    public Optional<T> change(Dimension dimension, String name, UnaryOperator<Optional<T>> change) {
        RowKey key = key(dimension, name);
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    Optional<T> after = change.apply(rows.getFirst().map(this::value));
                    after.ifPresentOrElse(
                            document ->
                                    batch.put(
                                            key,
                                            new Row(ROW_VERSION, bytes(write.apply(document)))),
                            () -> batch.delete(key));
                    return after;
                });
    }

    /** Takes a document away; false if there is none. */
    public boolean remove(Dimension dimension, String name) {
        RowKey key = key(dimension, name);
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    batch.delete(key);
                    return rows.getFirst().isPresent();
                });
    }

    /** All documents, whosever they are. */
    public List<T> all() {
        return list(NONE);
    }

    /** Those of an account and region, in the order of their dimensions. */
    public List<T> of(String account, String region) {
        return list(bytes(account + '\0' + region + '\0'));
    }

    /** Those of one dimension. */
    public List<T> of(Dimension dimension) {
        return list(bytes(prefix(dimension)));
    }

    private List<T> list(byte[] prefix) {
        List<T> documents = new ArrayList<>();
        byte[] end = prefix.length == 0 ? NONE : RowRange.afterPrefix(prefix);
        store.range(
                new RowRange(SPACE, NONE, kind, prefix, end, false),
                Consistency.STRONG,
                (key, row) -> documents.add(value(row)));
        return documents;
    }
}
