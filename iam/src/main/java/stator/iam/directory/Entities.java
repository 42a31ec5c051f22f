package stator.iam.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import stator.iam.entity.Entity;

/**
 * The entities of one type in one account, each under its name and its id. A change is kept before
 * it is seen. Whoever calls holds the directory's lock, but for {@link #ofId}.
 */
public final class Entities<E extends Entity> {
    private final Keeper keeper;
    private final String kind;
    private final String account;
    private final Runnable first;
    private final SortedMap<String, E> byName = new TreeMap<>();

    /** Also for those who look for one entity and hold no lock. */
    private final Map<String, E> byId = new ConcurrentHashMap<>();

    /**
     * @param first told when something is put
     */
    Entities(Keeper keeper, String kind, String account, Runnable first) {
        this.first = first;
        this.keeper = keeper;
        this.kind = kind;
        this.account = account;
    }

    /** Takes in what was kept. */
    void load(E entity) {
        byName.put(entity.key(), entity);
        byId.put(entity.id(), entity);
    }

    /** The entity of that name, whatever the size of its letters. */
    public Optional<E> find(String name) {
        return Optional.ofNullable(byName.get(Entity.key(name)));
    }

    /** The entity of that id. */
    public Optional<E> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All, by their names. */
    public List<E> all() {
        return List.copyOf(byName.values());
    }

    /** How many there are. */
    public int count() {
        return byName.size();
    }

    /** Keeps an entity in the place of the one of the same id, if there is one. */
    public void put(E entity) {
        E other = byName.get(entity.key());
        if (other != null && !other.id().equals(entity.id())) {
            throw new IllegalArgumentException("two " + kind + " of one name: " + entity.name());
        }
        keeper.put(kind, account, entity.id(), entity.document());
        E before = byId.put(entity.id(), entity);
        if (before != null) {
            byName.remove(before.key());
        }
        byName.put(entity.key(), entity);
        first.run();
    }

    /** Removes an entity. */
    public void remove(E entity) {
        keeper.remove(kind, account, entity.id());
        byId.remove(entity.id());
        byName.remove(entity.key());
    }
}
