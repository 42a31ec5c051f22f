package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;
import static stator.database.TestDatabase.none;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.IndexChange;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.Consistency;

final class ItemsTest {
    private final TestDatabase test = new TestDatabase();
    private final Database database = test.database();
    private final LiveTable table =
            test.create(
                    described(
                            "Music",
                            key("artist:S", "song:S"),
                            local("byYear", key("artist:S", "year:N"), Projection.KEYS_ONLY),
                            global("byGenre", key("genre:S", ""), Projection.INCLUDE, "plays"),
                            global("all", key("genre:S,label:S", "year:N"), Projection.ALL)));

    @AfterEach
    void check() {
        test.close();
    }

    private Optional<Item> get(Item key) {
        return database.items().get(table, key, Consistency.STRONG);
    }

    @Test
    void anItemIsWhatWasPutLast() {
        Item first = item("artist", "A", "song", "x", "plays", 1);
        Item second = item("artist", "A", "song", "x", "plays", 2);
        assertEquals(
                new WriteOutcome.Applied(none(), Optional.of(first), List.of()),
                test.put(table, first));
        assertEquals(
                new WriteOutcome.Applied(Optional.of(first), Optional.of(second), List.of()),
                test.put(table, second));
        assertEquals(Optional.of(second), get(first));
        assertEquals(none(), get(item("artist", "A", "song", "y")));
    }

    @Test
    void aDeletedItemIsGone() {
        Item item = item("artist", "A", "song", "x", "genre", "pop");
        test.put(table, item);
        WriteOutcome outcome = test.delete(table, item);
        assertEquals(Optional.of(item), outcome.before());
        assertEquals(none(), get(item));
        assertEquals(0, database.items().statistics(table).items());
        assertEquals(new WriteOutcome.Applied(none(), none(), List.of()), test.delete(table, item));
    }

    @Test
    void whatIsKeptOrRejectedDoesNotChange() {
        Item item = item("artist", "A", "song", "x");
        test.put(table, item);
        assertEquals(
                new WriteOutcome.Applied(Optional.of(item), Optional.of(item), List.of()),
                database.items().write(table, item, current -> new WriteDecision.Keep()));
        assertEquals(
                new WriteOutcome.Rejected(Optional.of(item)),
                database.items().write(table, item, current -> new WriteDecision.Reject()));
        assertThrows(
                ApiException.class,
                () ->
                        database.items()
                                .write(
                                        table,
                                        item,
                                        current -> {
                                            throw ApiException.validation("no");
                                        }));
        assertEquals(Optional.of(item), get(item));
    }

    @Test
    void indexChangesTellTheSizesOfTheProjectedItems() {
        Item item = item("artist", "A", "song", "x", "genre", "pop", "plays", 5, "note", "n");
        assertEquals(
                List.of(new IndexChange("byGenre", -1, 7 + 5 + 8 + 7, false)),
                ((WriteOutcome.Applied) test.put(table, item)).indexChanges(),
                "artist+A, song+x, genre+pop, plays+number");

        Item noted = item("artist", "A", "song", "x", "genre", "pop", "plays", 5, "note", "m");
        assertEquals(
                List.of(),
                ((WriteOutcome.Applied) test.put(table, noted)).indexChanges(),
                "nothing that the index carries has changed");

        Item moved = item("artist", "A", "song", "x", "genre", "rock", "plays", 5);
        assertEquals(
                List.of(new IndexChange("byGenre", 27, 28, true)),
                ((WriteOutcome.Applied) test.put(table, moved)).indexChanges());

        Item everywhere =
                item("artist", "A", "song", "x", "genre", "rock", "label", "L", "year", 1999);
        assertEquals(
                List.of(
                        new IndexChange("byYear", -1, 7 + 5 + 7, false),
                        new IndexChange("byGenre", 28, 7 + 5 + 9, false),
                        new IndexChange("all", -1, 7 + 5 + 9 + 6 + 7, false)),
                ((WriteOutcome.Applied) test.put(table, everywhere)).indexChanges());

        assertEquals(
                new TableStatistics(
                        1,
                        34,
                        Map.of(
                                "byYear", new IndexStatistics(1, 19),
                                "byGenre", new IndexStatistics(1, 21),
                                "all", new IndexStatistics(1, 34))),
                database.items().statistics(table));
    }

    @Test
    void anItemWithAnIndexKeyOfAnotherTypeOrEmptyIsNotInTheIndex() {
        test.put(table, item("artist", "A", "song", "x", "genre", 7));
        test.put(table, item("artist", "A", "song", "y", "genre", ""));
        test.put(table, item("artist", "A", "song", "z", "year", "1999"));
        assertEquals(0, database.items().statistics(table).indexes().get("byGenre").items());
        assertEquals(0, database.items().statistics(table).indexes().get("byYear").items());
    }

    @Test
    void severalItemsAreReadAtOnce() {
        Item x = item("artist", "A", "song", "x");
        Item y = item("artist", "A", "song", "y");
        test.put(table, x);
        assertEquals(
                List.of(none(), Optional.of(x)),
                database.items()
                        .getAll(
                                List.of(new TableKey(table, y), new TableKey(table, x)),
                                Consistency.STRONG));
    }

    @Test
    void eachWriteOfABatchStandsForItself() {
        Item x = item("artist", "A", "song", "x");
        Item y = item("artist", "A", "song", "y");
        ApiException failure = ApiException.validation("no");
        List<WriteResult> results =
                database.items()
                        .writeEach(
                                List.of(
                                        new TargetedWrite(
                                                table, x, current -> new WriteDecision.Put(x)),
                                        new TargetedWrite(
                                                table,
                                                y,
                                                current -> {
                                                    throw failure;
                                                }),
                                        new TargetedWrite(
                                                table, y, current -> new WriteDecision.Put(y))));
        assertEquals(
                List.of(
                        new WriteResult.Done(
                                new WriteOutcome.Applied(none(), Optional.of(x), List.of())),
                        new WriteResult.Failed(failure),
                        new WriteResult.Done(
                                new WriteOutcome.Applied(none(), Optional.of(y), List.of()))),
                results);
        assertEquals(Optional.of(y), get(y));
    }

    @Test
    void aTransactionIsAppliedAsAWhole() {
        Item x = item("artist", "A", "song", "x", "genre", "pop");
        Item y = item("artist", "B", "song", "y", "genre", "pop");
        WriteOutcomes outcomes =
                database.items()
                        .writeAll(
                                List.of(
                                        new TargetedWrite(
                                                table, x, current -> new WriteDecision.Put(x)),
                                        new TargetedWrite(
                                                table, y, current -> new WriteDecision.Put(y))));
        assertEquals(true, outcomes.applied());
        assertEquals(Optional.of(x), get(x));
        assertEquals(Optional.of(y), get(y));
        assertEquals(2, database.items().statistics(table).indexes().get("byGenre").items());
    }

    @Test
    void aTransactionWithARejectedWriteIsNotApplied() {
        Item x = item("artist", "A", "song", "x", "genre", "pop");
        Item y = item("artist", "B", "song", "y", "genre", "pop");
        Item z = item("artist", "C", "song", "z");
        ApiException failure = ApiException.validation("no");
        WriteOutcomes outcomes =
                database.items()
                        .writeAll(
                                List.of(
                                        new TargetedWrite(
                                                table, x, current -> new WriteDecision.Put(x)),
                                        new TargetedWrite(
                                                table, y, current -> new WriteDecision.Reject()),
                                        new TargetedWrite(
                                                table,
                                                z,
                                                current -> {
                                                    throw failure;
                                                })));
        assertEquals(false, outcomes.applied());
        assertEquals(
                List.of(
                        new WriteResult.Done(new WriteOutcome.Rejected(none())),
                        new WriteResult.Failed(failure)),
                outcomes.results().subList(1, 3));
        assertEquals(none(), get(x));
        assertEquals(0, database.items().statistics(table).items());
    }
}
