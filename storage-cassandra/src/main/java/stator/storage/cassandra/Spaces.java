package stator.storage.cassandra;

import com.datastax.driver.core.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stator.storage.StoreException;

/**
 * Which space lies where.
 *
 * <p>A space that is used gets a generation, a number that is never given again, and a slot, one of
 * the tables of rows. To drop it is to forget the generation: one small write, whatever was in it.
 * A space of the same number that is used later has another generation, and so nothing of the old
 * rows. These are removed afterwards ({@link DroppedRows}).
 *
 * <p>A scan of a space goes through the whole table, so a space has one alone while there are
 * enough. Tables are made ahead, because that takes Cassandra seconds.
 */
final class Spaces {
    /** Generation 0 is the engine's own: rows that carry tallies of commits without rows. */
    static final Home OWN = new Home(0, 0);

    static final int BUCKET = 0;

    /**
     * What is written of a generation, and when: by its stages, not by clocks. The server that
     * drops a space may have a clock that is behind that of the one which made it. Times of clocks,
     * which versions before took for all stages, are before the last two.
     */
    private static final long BEGUN = 1;

    private static final long DROPPED = 1L << 62;
    private static final long REMOVED = DROPPED + 1;

    private static final int SLOTS_FIRST = 3;
    private static final int NOWHERE = -1;

    private final Connection connection;
    private final Schema schema;
    private final int slotsMax;
    private final Map<Integer, Home> homes = new ConcurrentHashMap<>();

    /** Guarded by {@code this}. */
    private int nextGeneration = OWN.generation() + 1;

    /** Guarded by {@code this}. */
    private int slots;

    /** Those whose rows have still to be removed. Guarded by {@code this}. */
    private final List<Home> dropped = new ArrayList<>();

    /** Where the rows of a space are. */
    record Home(int slot, int generation) {}

    private Spaces(Connection connection, Schema schema, int slotsMax) {
        this.connection = connection;
        this.schema = schema;
        this.slotsMax = slotsMax;
    }

    /** Reads which there are. */
    static Spaces open(Connection connection, Schema schema, int slotsMax) {
        Spaces spaces = new Spaces(connection, schema, slotsMax);
        spaces.read();
        spaces.makeSlots(Math.min(SLOTS_FIRST, slotsMax));
        return spaces;
    }

    private synchronized void read() {
        slots = schema.slots();
        for (Row row :
                connection.execute(
                        connection.bind(
                                "SELECT generation, space, slot, dropped FROM KS.space WHERE bucket"
                                        + " = ?",
                                BUCKET))) {
            Home home = new Home(row.getInt(2), row.getInt(0));
            nextGeneration = Math.max(nextGeneration, home.generation() + 1);
            if (home.slot() == NOWHERE) {
                continue;
            }
            if (row.getBool(3)) {
                dropped.add(home);
            } else {
                homes.put(row.getInt(1), home);
            }
        }
    }

    private synchronized void makeSlots(int count) {
        while (slots < count) {
            schema.makeSlot(slots);
            slots++;
        }
    }

    /** Where a space is; empty if nothing was ever written there. */
    Optional<Home> find(int space) {
        return Optional.ofNullable(homes.get(space));
    }

    /** Where a space is, or will be. */
    Home make(int space) {
        Home found = homes.get(space);
        return found != null ? found : begin(space);
    }

    private synchronized Home begin(int space) {
        Home found = homes.get(space);
        if (found != null) {
            return found;
        }
        if (nextGeneration == Integer.MAX_VALUE) {
            throw new StoreException.Unavailable("The keyspace has no numbers left.", null);
        }
        Home home = new Home(emptiestSlot(), nextGeneration);
        write(space, home, false, BEGUN);
        nextGeneration++;
        homes.put(space, home);
        return home;
    }

    private int emptiestSlot() {
        int[] spaces = spacesOfSlots();
        int emptiest = 0;
        for (int slot = 1; slot < slots; slot++) {
            emptiest = spaces[slot] < spaces[emptiest] ? slot : emptiest;
        }
        return emptiest;
    }

    private int[] spacesOfSlots() {
        assert Thread.holdsLock(this) : "spaces come and go meanwhile";
        int[] spaces = new int[slots];
        homes.values().forEach(home -> spaces[home.slot()]++);
        return spaces;
    }

    private void write(int space, Home home, boolean isDropped, long stage) {
        connection.execute(
                connection.bind(
                        "INSERT INTO KS.space (bucket, generation, space, slot, dropped) VALUES (?,"
                                + " ?, ?, ?, ?) USING TIMESTAMP ?",
                        BUCKET,
                        home.generation(),
                        space,
                        home.slot(),
                        isDropped,
                        stage));
    }

    /** Forgets a space; its rows are then those of {@link #dropped}. */
    synchronized Optional<Home> drop(int space) {
        Home home = homes.get(space);
        if (home == null) {
            return Optional.empty();
        }
        write(space, home, true, DROPPED);
        homes.remove(space);
        dropped.add(home);
        return Optional.of(home);
    }

    /** Spaces whose rows have still to be removed. */
    synchronized List<Home> dropped() {
        return List.copyOf(dropped);
    }

    /** All rows of a dropped space are gone. */
    synchronized void removed(Home home) {
        if (home.generation() == nextGeneration - 1) {
            // What is left of it says that its number was given.
            write(0, new Home(NOWHERE, home.generation()), true, REMOVED);
        } else {
            connection.execute(
                    connection.bind(
                            "DELETE FROM KS.space USING TIMESTAMP ? WHERE bucket = ? AND"
                                    + " generation = ?",
                            REMOVED,
                            BUCKET,
                            home.generation()));
        }
        dropped.remove(home);
    }

    /** The generations that are in use, and the number of each one's space. */
    Map<Integer, Integer> generations() {
        Map<Integer, Integer> generations = new HashMap<>();
        homes.forEach((space, home) -> generations.put(home.generation(), space));
        return generations;
    }

    /** Makes one more table if none is free. */
    void makeRoom() {
        int next;
        synchronized (this) {
            int[] spaces = spacesOfSlots();
            for (int count : spaces) {
                if (count == 0) {
                    return;
                }
            }
            next = slots;
        }
        if (next < slotsMax) {
            schema.makeSlot(next);
            synchronized (this) {
                slots = Math.max(slots, next + 1);
            }
        }
    }
}
