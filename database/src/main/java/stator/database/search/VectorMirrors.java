package stator.database.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import stator.database.commit.WatchedStore;
import stator.database.item.VectorSearch;
import stator.database.row.SecondaryIndex;
import stator.database.settings.VectorSearchSettings;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.vector.Nearest;

/**
 * The mirrors of what was searched, within a bound of memory: those that were not searched for the
 * longest time go first.
 *
 * <p>While the store refuses writes there are none: what became of writes whose outcome is unknown
 * shows only afterwards.
 */
public final class VectorMirrors implements WatchedStore.Watcher, AutoCloseable {
    private final VectorSearchSettings settings;

    /** By space. */
    private final Map<Integer, Map<VectorScope, Used>> mirrors = new ConcurrentHashMap<>();

    private final AtomicLong uses = new AtomicLong();

    /** One thread, which is there while there are graphs to be built. */
    private final ExecutorService builder;

    /** A mirror and when it was used last. */
    private static final class Used {
        private final VectorMirror mirror;
        private volatile long use;

        Used(VectorMirror mirror) {
            this.mirror = mirror;
        }
    }

    public VectorMirrors(VectorSearchSettings settings) {
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
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    /** The entries nearest to a vector; empty if the vectors cannot be kept in memory. */
    Optional<List<Nearest.Found<RowKey>>> nearest(
            SecondaryIndex index, VectorSearch search, Store store) {
        if (!store.health().writable()) {
            return Optional.empty();
        }
        VectorMirror mirror = mirror(index, VectorScope.of(index, search), store);
        long before = mirror.bytes();
        Optional<List<Nearest.Found<RowKey>>> nearest =
                mirror.nearest(search, settings.memoryBytesMax(), builder);
        if (mirror.bytes() != before) {
            forgetBeyond(mirror);
        }
        return nearest;
    }

    private VectorMirror mirror(SecondaryIndex index, VectorScope scope, Store store) {
        Used used =
                mirrors.computeIfAbsent(scope.space(), space -> new ConcurrentHashMap<>())
                        .computeIfAbsent(
                                scope,
                                s ->
                                        new Used(
                                                new VectorMirror(
                                                        index, s, store, settings.graphRowsMin())));
        used.use = uses.incrementAndGet();
        return used.mirror;
    }

    private void forgetBeyond(VectorMirror latest) {
        long bytes = bytes();
        if (bytes <= settings.memoryBytesMax()) {
            return;
        }
        List<Used> oldest = new ArrayList<>();
        mirrors.values().forEach(scopes -> oldest.addAll(scopes.values()));
        oldest.sort(Comparator.comparingLong(used -> used.use));
        for (Used used : oldest) {
            if (bytes > settings.memoryBytesMax() && used.mirror != latest) {
                bytes -= used.mirror.bytes();
                mirrors.values().forEach(scopes -> scopes.values().remove(used));
            }
        }
    }

    /** Roughly how much memory all of them take. */
    public long bytes() {
        long bytes = 0;
        for (Map<VectorScope, Used> scopes : mirrors.values()) {
            for (Used used : scopes.values()) {
                bytes += used.mirror.bytes();
            }
        }
        return bytes;
    }

    /** Whether a graph is in use for what a search looks through. */
    public boolean hasGraph(SecondaryIndex index, VectorSearch search) {
        VectorScope scope = VectorScope.of(index, search);
        Used used = mirrors.getOrDefault(scope.space(), Map.of()).get(scope);
        return used != null && used.mirror.hasGraph();
    }

    @Override
    public void changed(RowKey key) {
        Map<VectorScope, Used> scopes = mirrors.get(key.space());
        if (scopes != null) {
            for (VectorScope scope : VectorScope.of(key)) {
                Used used = scopes.get(scope);
                if (used != null) {
                    used.mirror.changed(key);
                }
            }
        }
    }

    @Override
    public void doubtful(int space) {
        Map<VectorScope, Used> scopes = mirrors.get(space);
        if (scopes != null) {
            scopes.clear();
        }
    }

    @Override
    public void dropped(int space) {
        mirrors.remove(space);
    }

    @Override
    public void close() {
        builder.shutdownNow();
    }
}
