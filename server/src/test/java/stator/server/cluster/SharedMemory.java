package stator.server.cluster;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import stator.storage.SharedStore;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;
import stator.storage.memory.MemoryUse;

/** A store in memory before which several servers of a test stand. */
final class SharedMemory {
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
    private Optional<SharedStore.Holder> holder = Optional.empty();
    private Runnable whenLost = () -> {};
    private long epoch;

    /** The holder is silent for too long: whoever looks next may take the store. */
    synchronized void forgetHolder() {
        holder = Optional.empty();
    }

    /** As one server sees it. */
    Seen asSeen() {
        return new Seen();
    }

    private synchronized Optional<Store> open(String door, Runnable lost) {
        if (holder.isPresent()) {
            return Optional.empty();
        }
        whenLost.run();
        whenLost = lost;
        epoch++;
        long own = epoch;
        holder = Optional.of(new SharedStore.Holder(door, "host", epoch, Instant.EPOCH));
        MemoryStore store = new MemoryStore(MemoryUse.ofHeap());
        return Optional.of(givenBack(store, () -> free(own)));
    }

    /** A store that is given back when it is closed. */
    private static Store givenBack(Store store, Runnable back) {
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                back.run();
                            }
                            return method.invoke(store, arguments);
                        });
    }

    private synchronized void free(long own) {
        if (own == epoch) {
            holder = Optional.empty();
            whenLost = () -> {};
        }
    }

    private synchronized Optional<SharedStore.Holder> holder() {
        return holder;
    }

    /** The store as one server sees it. */
    final class Seen implements SharedStore {
        private volatile String objection = "";

        /** From now on this server should not write; empty for that it may. */
        void object(String reason) {
            objection = reason;
        }

        @Override
        public Optional<String> objection() {
            return Optional.of(objection).filter(reason -> !reason.isEmpty());
        }

        @Override
        public Duration clockOffset() {
            return Duration.ZERO;
        }

        @Override
        public Optional<Holder> holder() {
            return SharedMemory.this.holder();
        }

        @Override
        public Optional<Store> open(String door, Runnable lost) {
            return objection.isEmpty() ? SharedMemory.this.open(door, lost) : Optional.empty();
        }

        @Override
        public byte[] secret(String name, Supplier<byte[]> first) {
            return secrets.computeIfAbsent(name, asked -> first.get());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
