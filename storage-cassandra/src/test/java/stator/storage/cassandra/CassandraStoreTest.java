package stator.storage.cassandra;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import stator.storage.Store;
import stator.storage.testing.ConcurrencyContract;
import stator.storage.testing.DeriveContract;
import stator.storage.testing.ModelContract;
import stator.storage.testing.OrderContract;
import stator.storage.testing.SnapshotContract;
import stator.storage.testing.SpeedContract;
import stator.storage.testing.UpdateContract;

/** The engine for a cluster keeps the contract; see {@link TestCluster} for what it needs. */
@EnabledIfSystemProperty(named = "cassandra", matches = ".+")
class CassandraStoreTest {
    @Nested
    class Updates extends UpdateContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }
    }

    @Nested
    class Order extends OrderContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }

        @Override
        protected int rounds() {
            return Integer.getInteger("rounds", 10);
        }
    }

    @Nested
    class Model extends ModelContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }

        @Override
        protected int steps() {
            return 500;
        }

        @Override
        protected void reopen() {
            store.close();
            store = TestCluster.CHOSEN.open();
        }
    }

    @Nested
    class Derived extends DeriveContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.OUTBOX.openEmpty();
        }
    }

    @Nested
    class Snapshots extends SnapshotContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }

        @Override
        protected int rounds() {
            return 5;
        }
    }

    @Nested
    class Speed extends SpeedContract {
        @Override
        protected Store openEmpty() {
            return TestCluster.CHOSEN.openEmpty();
        }
    }
}
