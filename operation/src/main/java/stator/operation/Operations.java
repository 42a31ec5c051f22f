package stator.operation;

import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.database.Database;

/** The first door: executes any call of the API. */
public final class Operations {
    private Operations() {}

    /** The operations over a database. */
    public static Operations open(
            Database database, OperationSettings settings, Clock clock, RandomGenerator random) {
        return new Operations();
    }

    /** Executes a call. Never throws: what goes wrong is an answer too. */
    public Response execute(Call call) {
        throw new IllegalStateException();
    }

    /**
     * Whether a call of that target may wait for the disk or a lock, so that no event loop may run
     * it.
     */
    public boolean mayBlock(Optional<String> target) {
        return true;
    }
}
