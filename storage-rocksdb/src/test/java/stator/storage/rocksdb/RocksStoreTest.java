package stator.storage.rocksdb;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.Store;
import stator.storage.testing.AtOnceContract;
import stator.storage.testing.ConcurrencyContract;
import stator.storage.testing.ModelContract;
import stator.storage.testing.OrderContract;
import stator.storage.testing.SnapshotContract;
import stator.storage.testing.SpeedContract;
import stator.storage.testing.UpdateContract;

/** The durable engine keeps the contract. */
class RocksStoreTest {
    @TempDir Path directory;

    private Store openStore() {
        return RocksStore.open(directory, RocksSettings.DEFAULT);
    }

    @Nested
    class Updates extends UpdateContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }
    }

    @Nested
    class Order extends OrderContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }

        @Override
        protected int rounds() {
            return 100;
        }
    }

    @Nested
    class Model extends ModelContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }

        @Override
        protected int steps() {
            return 3000;
        }

        @Override
        protected void reopen() {
            store.close();
            store = openStore();
        }
    }

    @Nested
    class Snapshots extends SnapshotContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }

        @Override
        protected int rounds() {
            return 40;
        }
    }

    @Nested
    class AtOnce extends AtOnceContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }
    }

    @Nested
    class Speed extends SpeedContract {
        @Override
        protected Store openEmpty() {
            return openStore();
        }
    }
}
