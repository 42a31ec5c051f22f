package stator.database.replication;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stator.database.catalog.LiveTable;
import stator.model.Item;
import stator.storage.RowKey;

/**
 * The items of strongly consistent global tables that are being written, and where: AWS refuses to
 * modify an item that is already being modified in another region. Writes of one region wait for
 * each other as always.
 */
final class RegionalClaims {
    private final Map<Target, Claim> claims = new ConcurrentHashMap<>();

    /** An item of a global table, whichever the replica; the space of the key is always 0. */
    private record Target(String account, String table, RowKey item) {
        static Target of(LiveTable table, Item key) {
            RowKey item = table.itemKey(key);
            return new Target(
                    table.namespace().account(),
                    table.name(),
                    new RowKey(0, item.partition(), item.kind(), item.sort()));
        }
    }

    /**
     * @param writes how many there are
     */
    private record Claim(String region, int writes) {
        Claim {
            assert writes > 0 : "A claim for no write";
        }

        Claim plus(int more) {
            return writes + more == 0 ? null : new Claim(region, writes + more);
        }
    }

    /**
     * Begins a write of an item, unless one is under way in another region.
     *
     * @return whether it may go on; then it must {@link #end}
     */
    boolean begin(LiveTable table, Item key) {
        Claim claim =
                claims.merge(
                        Target.of(table, key),
                        new Claim(table.region(), 1),
                        (held, wanted) -> held.region.equals(wanted.region) ? held.plus(1) : held);
        return claim.region.equals(table.region());
    }

    /** Ends a write. */
    void end(LiveTable table, Item key) {
        claims.compute(
                Target.of(table, key),
                (target, claim) -> {
                    assert claim != null && claim.region.equals(table.region())
                            : "A write ends that has not begun, in " + table.region();
                    return claim.plus(-1);
                });
    }
}
