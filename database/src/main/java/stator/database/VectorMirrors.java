package stator.database;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * The mirrors of what was searched, within a bound of memory: those that were not searched for the
 * longest time go first.
 */
final class VectorMirrors implements WatchedStore.Watcher, AutoCloseable {
    private final VectorSearchSettings settings;

    /** In the order of their use. Guarded by itself. */
    private final Map<VectorScope, VectorMirror> mirrors = new LinkedHashMap<>(16, 0.75f, true);

    private volatile boolean watches;

    /** One thread, which is there while there are graphs to be built. */
    private final ExecutorService builder;

    VectorMirrors(VectorSearchSettings settings) {
        this.settings = settings;
        builder =
                new ThreadPoolExecutor(
                        0,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "stator-vector-graphs");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** The keys of the entries nearest to a vector; empty if the index does not fit into memory. */
    Optional<List<RowKey>> nearest(SecondaryIndex index, VectorSearch search, Store store) {
        VectorMirror mirror = mirror(index, VectorScope.of(index, search), store);
        Optional<List<RowKey>> nearest = mirror.nearest(search, settings.memoryBytesMax(), builder);
        forgetBeyond(mirror);
        return nearest;
    }

    private VectorMirror mirror(SecondaryIndex index, VectorScope scope, Store store) {
        synchronized (mirrors) {
            watches = true;
            return mirrors.computeIfAbsent(
                    scope, s -> new VectorMirror(index, s, store, settings.graphRowsMin()));
        }
    }

    private void forgetBeyond(VectorMirror used) {
        synchronized (mirrors) {
            long bytes = 0;
            for (VectorMirror mirror : mirrors.values()) {
                bytes += mirror.bytes();
            }
            Iterator<VectorMirror> oldest = mirrors.values().iterator();
            while (bytes > settings.memoryBytesMax() && oldest.hasNext()) {
                VectorMirror mirror = oldest.next();
                if (mirror != used) {
                    bytes -= mirror.bytes();
                    oldest.remove();
                }
            }
        }
    }

    /** Whether a graph is in use for what a search looks through. */
    boolean hasGraph(SecondaryIndex index, VectorSearch search) {
        synchronized (mirrors) {
            VectorMirror mirror = mirrors.get(VectorScope.of(index, search));
            return mirror != null && mirror.hasGraph();
        }
    }

    @Override
    public boolean watches() {
        return watches;
    }

    @Override
    public void changed(RowKey key) {
        synchronized (mirrors) {
            for (VectorScope scope : VectorScope.of(key)) {
                VectorMirror mirror = mirrors.get(scope);
                if (mirror != null) {
                    mirror.changed(key);
                }
            }
        }
    }

    @Override
    public void dropped(int space) {
        synchronized (mirrors) {
            mirrors.keySet().removeIf(scope -> scope.space() == space);
        }
    }

    @Override
    public void close() {
        builder.shutdownNow();
    }
}
