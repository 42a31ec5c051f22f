package stator.database.catalog;

import java.time.Clock;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.TableStatus;
import stator.database.table.Transition;

/** How long changes of tables take: as long as the settings say, which is no time by default. */
public final class Transitions {
    private final long millis;
    private final Clock clock;

    public Transitions(DatabaseSettings settings, Clock clock) {
        this.millis = settings.transientStatusMillis();
        this.clock = clock;
    }

    /** A change of state that starts now; {@link Transition#NONE} if changes are instant. */
    public Transition transition(TableStatus status) {
        return millis == 0 ? Transition.NONE : new Transition(status, clock.millis() + millis);
    }

    /** From when on a change that is made now is in force; 0 if changes are instant. */
    public long settledMillis() {
        return millis == 0 ? 0 : clock.millis() + millis;
    }

    /**
     * How the items of a table get into an index that is added to it now. The allocation of
     * resources takes as long as any change of state, and so does the rest at least.
     */
    public Backfill backfill() {
        long start = clock.millis() + millis;
        return new Backfill(start, start + millis);
    }
}
