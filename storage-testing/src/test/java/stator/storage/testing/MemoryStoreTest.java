package stator.storage.testing;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

/** The in-memory engine keeps the contract. Here because {@code storage} cannot use this module. */
class MemoryStoreTest {
    @Nested
    class Updates extends UpdateContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class Order extends OrderContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class Model extends ModelContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class Snapshots extends SnapshotContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class AtOnce extends AtOnceContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }

    @Nested
    class Derived extends DeriveContract {
        @Override
        protected Store openEmpty() {
            return new OnePartitionStore(
                    new MemoryStore(), new OnePartitionStore.State(), new Random(1), Set.of());
        }
    }

    @Nested
    class Speed extends SpeedContract {
        @Override
        protected Store openEmpty() {
            return new MemoryStore();
        }
    }
}
