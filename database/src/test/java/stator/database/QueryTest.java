package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;
import static stator.database.TestDatabase.value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.KeyRange;
import stator.database.item.KeyRange.Operator;
import stator.database.item.QuerySpec;
import stator.database.table.IndexDescription.Projection;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.storage.Consistency;

final class QueryTest {
    private final TestDatabase test = new TestDatabase();
    private final Database database = test.database();

    @AfterEach
    void check() {
        test.close();
    }

    private static KeyRange range(Object partition, Operator operator, Object... operands) {
        return new KeyRange(
                List.of(value(partition)),
                List.of(),
                operator,
                Stream.of(operands).map(TestDatabase::value).toList());
    }

    /** One attribute of the items found, joined by blanks. */
    private String query(LiveTable table, QuerySpec spec, String attribute) {
        List<String> found = new ArrayList<>();
        database.items().query(table, spec, item -> found.add(item.get(attribute).text()));
        return String.join(" ", found);
    }

    private static QuerySpec forward(KeyRange range) {
        return new QuerySpec("", range, true, Item.EMPTY, Consistency.STRONG);
    }

    private static QuerySpec from(KeyRange range, boolean forward, Item start) {
        return new QuerySpec("", range, forward, start, Consistency.STRONG);
    }

    @Test
    void everyComparisonOfANumberFindsItsRange() {
        LiveTable table = test.create(described("T", key("p:S", "s:N")));
        for (int s : new int[] {-20, -3, 0, 5, 50, 500}) {
            test.put(table, item("p", "a", "s", s));
            test.put(table, item("p", "b", "s", s + 1));
        }
        assertEquals("-20 -3 0 5 50 500", query(table, forward(range("a", Operator.ANY)), "s"));
        assertEquals("5", query(table, forward(range("a", Operator.EQ, 5)), "s"));
        assertEquals("", query(table, forward(range("a", Operator.EQ, 6)), "s"));
        assertEquals("-20 -3 0", query(table, forward(range("a", Operator.LT, 5)), "s"));
        assertEquals("-20 -3 0 5", query(table, forward(range("a", Operator.LE, 5)), "s"));
        assertEquals("50 500", query(table, forward(range("a", Operator.GT, 5)), "s"));
        assertEquals("5 50 500", query(table, forward(range("a", Operator.GE, 5)), "s"));
        assertEquals("-3 0 5 50", query(table, forward(range("a", Operator.BETWEEN, -3, 50)), "s"));
        assertEquals("", query(table, forward(range("a", Operator.BETWEEN, 50, -3)), "s"));
        assertEquals("", query(table, forward(range("c", Operator.ANY)), "s"));
    }

    @Test
    void beginsWithFindsTextsAndBinaries() {
        LiveTable table = test.create(described("T", key("p:S", "s:S")));
        for (String s : List.of("a", "ab", "ab\0", "abc", "ac", "b")) {
            test.put(table, item("p", "a", "s", s));
        }
        assertEquals(
                "ab ab\0 abc", query(table, forward(range("a", Operator.BEGINS_WITH, "ab")), "s"));
        assertEquals("ab\0", query(table, forward(range("a", Operator.BEGINS_WITH, "ab\0")), "s"));
        assertEquals("", query(table, forward(range("a", Operator.BEGINS_WITH, "x")), "s"));

        LiveTable binary = test.create(described("B", key("p:S", "s:B")));
        byte[] high = {(byte) 0xff, (byte) 0xff};
        test.put(binary, item("p", "a", "s", high, "n", "1"));
        test.put(binary, item("p", "a", "s", new byte[] {(byte) 0xff}, "n", "0"));
        assertEquals(
                "1", query(binary, forward(range("a", Operator.BEGINS_WITH, (Object) high)), "n"));
    }

    @Test
    void aQueryGoesOnAfterItsStartKeyInBothDirections() {
        LiveTable table = test.create(described("T", key("p:S", "s:N")));
        for (int s = 1; s <= 5; s++) {
            test.put(table, item("p", "a", "s", s));
        }
        KeyRange all = range("a", Operator.ANY);
        KeyRange middle = range("a", Operator.BETWEEN, 2, 4);
        assertEquals("4 5", query(table, from(all, true, item("p", "a", "s", 3)), "s"));
        assertEquals("2 1", query(table, from(all, false, item("p", "a", "s", 3)), "s"));
        assertEquals("4", query(table, from(middle, true, item("p", "a", "s", 3)), "s"));
        assertEquals("2", query(table, from(middle, false, item("p", "a", "s", 3)), "s"));
        test.delete(table, item("p", "a", "s", 3));
        assertEquals("4", query(table, from(middle, true, item("p", "a", "s", 3)), "s"));
        assertEquals("", query(table, from(middle, true, item("p", "a", "s", 9)), "s"));
        assertEquals("4 2", query(table, from(middle, false, item("p", "a", "s", 9)), "s"));
    }

    @Test
    void aTableWithoutSortKeyHasOneItemForEachPartition() {
        LiveTable table = test.create(described("T", key("p:S", "")));
        test.put(table, item("p", "a"));
        test.put(table, item("p", "ab"));
        KeyRange all = range("a", Operator.ANY);
        assertEquals("a", query(table, forward(all), "p"));
        assertEquals("", query(table, from(all, true, item("p", "a")), "p"));
        assertEquals("", query(table, from(all, false, item("p", "a")), "p"));
    }

    @Test
    void theVisitorStopsTheQuery() {
        LiveTable table = test.create(described("T", key("p:S", "s:N")));
        for (int s = 1; s <= 5; s++) {
            test.put(table, item("p", "a", "s", s));
        }
        List<Item> found = new ArrayList<>();
        database.items()
                .query(
                        table,
                        forward(range("a", Operator.ANY)),
                        item -> {
                            found.add(item);
                            return found.size() < 2;
                        });
        assertEquals(2, found.size());
    }

    @Test
    void aLocalIndexIsOrderedByItsSortKeyThenByTheTables() {
        LiveTable table =
                test.create(
                        described(
                                "T",
                                key("p:S", "s:S"),
                                local("byN", key("p:S", "n:N"), Projection.KEYS_ONLY)));
        test.put(table, item("p", "a", "s", "z", "n", 1, "x", "not projected"));
        test.put(table, item("p", "a", "s", "y", "n", 1));
        test.put(table, item("p", "a", "s", "x", "n", 2));
        test.put(table, item("p", "a", "s", "w"));
        QuerySpec spec =
                new QuerySpec(
                        "byN", range("a", Operator.ANY), true, Item.EMPTY, Consistency.STRONG);
        assertEquals("y z x", query(table, spec, "s"));
        List<Item> found = new ArrayList<>();
        database.items().query(table, spec, found::add);
        assertEquals(item("p", "a", "s", "z", "n", 1), found.get(1));
        QuerySpec rest =
                new QuerySpec(
                        "byN",
                        range("a", Operator.EQ, 1),
                        true,
                        item("p", "a", "s", "y", "n", 1),
                        Consistency.STRONG);
        assertEquals("z", query(table, rest, "s"));
    }

    @Test
    void aGlobalIndexKeepsItemsWithEqualIndexKeysApart() {
        LiveTable table =
                test.create(
                        described(
                                "T",
                                key("p:S", "s:N"),
                                global("g", key("g:S", ""), Projection.INCLUDE, "i")));
        test.put(table, item("p", "b", "s", 1, "g", "x", "i", "b1", "j", "no"));
        test.put(table, item("p", "a", "s", 2, "g", "x", "i", "a2"));
        test.put(table, item("p", "a", "s", 1, "g", "x", "i", "a1"));
        test.put(table, item("p", "a", "s", 3, "g", "y", "i", "a3"));
        QuerySpec spec =
                new QuerySpec("g", range("x", Operator.ANY), true, Item.EMPTY, Consistency.STRONG);
        assertEquals("a1 a2 b1", query(table, spec, "i"));
        QuerySpec back =
                new QuerySpec(
                        "g",
                        range("x", Operator.ANY),
                        false,
                        item("g", "x", "p", "b", "s", 1),
                        Consistency.STRONG);
        assertEquals("a2 a1", query(table, back, "i"));
    }

    @Test
    void severalSortAttributesAreComparedFromTheLeft() {
        LiveTable table =
                test.create(
                        described(
                                "T",
                                key("id:N", ""),
                                global("g", key("p:S,q:N", "a:S,b:N,c:S"), Projection.ALL)));
        int id = 0;
        for (String a : List.of("x", "y")) {
            for (int b : new int[] {1, 10, 2}) {
                for (String c : List.of("k", "l")) {
                    test.put(table, item("id", id++, "p", "P", "q", 7, "a", a, "b", b, "c", c));
                }
            }
        }
        List<AttributeValue> partition = List.of(value("P"), value(7));
        assertEquals(
                "0 1 4 5 2 3",
                multi(table, partition, List.of(value("x")), Operator.ANY, List.of()));
        assertEquals(
                "4 5 2 3",
                multi(table, partition, List.of(value("x")), Operator.GT, List.of(value(1))));
        assertEquals(
                "10 11",
                multi(table, partition, List.of(value("y")), Operator.EQ, List.of(value(2))));
        assertEquals(
                "8",
                multi(
                        table,
                        partition,
                        List.of(value("y"), value(10)),
                        Operator.BEGINS_WITH,
                        List.of(value("k"))));
        assertEquals(
                "6 7 10 11 8 9",
                multi(table, partition, List.of(), Operator.GT, List.of(value("x"))));
    }

    private String multi(
            LiveTable table,
            List<AttributeValue> partition,
            List<AttributeValue> prefix,
            Operator operator,
            List<AttributeValue> operands) {
        KeyRange range = new KeyRange(partition, prefix, operator, operands);
        return query(table, new QuerySpec("g", range, true, Item.EMPTY, Consistency.STRONG), "id");
    }
}
