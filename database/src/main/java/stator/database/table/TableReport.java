package stator.database.table;

import java.util.List;

/**
 * What a check found in a table, as it stood at one moment.
 *
 * @param bytes of its items, as AWS counts them
 * @param derived what else there is for its items, such as entries of indexes
 * @param records of changes, in all shards of its log
 * @param findings what is wrong: of each place the first ones
 * @param others how much more is wrong
 * @param unchecked why it could not be looked at to the end; empty if it was
 */
public record TableReport(
        Namespace namespace,
        String name,
        long items,
        long bytes,
        List<Holding> derived,
        long records,
        List<Finding> findings,
        long others,
        String unchecked) {
    public TableReport {
        derived = List.copyOf(derived);
        findings = List.copyOf(findings);
        assert others == 0 || !findings.isEmpty() : "More is wrong than nothing";
    }

    /** A table that could not be looked at to the end. */
    public static TableReport unchecked(Namespace namespace, String name, String why) {
        assert !why.isEmpty() : "Nobody learns why";
        return new TableReport(namespace, name, 0, 0, List.of(), 0, List.of(), 0, why);
    }

    /** How many rows there are of one sort: the entries of an index, for example. */
    public record Holding(String name, long rows) {}

    /**
     * Something that is wrong.
     *
     * @param place the items, an index, the log of changes, the counters
     * @param key of the item; empty if it is about no single one
     */
    public record Finding(String place, String key, String text) {
        @Override
        public String toString() {
            return place + (key.isEmpty() ? "" : " " + key) + ": " + text;
        }
    }

    /** Whether it was looked at, and nothing is wrong. */
    public boolean isGood() {
        return findings.isEmpty() && unchecked.isEmpty();
    }
}
