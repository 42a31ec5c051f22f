package stator.database.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong on purpose between regions, so that a program can be tested with it: a region
 * that is cut off neither sends writes nor gets any, one that is slow gets them late. It lasts
 * until it is taken back or the server stops; writes that wait arrive then.
 */
public final class ReplicationFaults {
    private final long delayMillis;
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Runnable changed;

    /**
     * What is wrong with a region.
     *
     * @param delayMillis how old a write is at least when it arrives there
     */
    public record Fault(boolean cut, long delayMillis) {}

    public ReplicationFaults(long delayMillis, Runnable changed) {
        this.delayMillis = delayMillis;
        this.changed = changed;
    }

    /** How a region is. */
    public Fault of(String region) {
        return faults.getOrDefault(region, new Fault(false, delayMillis));
    }

    /** Makes something wrong with a region. */
    public void set(String region, Fault fault) {
        faults.put(region, fault);
        changed.run();
    }

    /** Nothing is wrong with a region any longer. */
    public void clear(String region) {
        faults.remove(region);
        changed.run();
    }

    /** Nothing is wrong any longer. */
    public void clear() {
        faults.clear();
        changed.run();
    }

    /** The regions for which something was set, by name. */
    public Map<String, Fault> all() {
        return new TreeMap<>(faults);
    }

    /** Whether anything was set. */
    public boolean areSet() {
        return !faults.isEmpty();
    }

    public boolean isCut(List<String> regions) {
        return regions.stream().anyMatch(region -> of(region).cut());
    }
}
