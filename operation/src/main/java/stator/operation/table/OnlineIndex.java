package stator.operation.table;

import java.util.Optional;
import stator.database.table.IndexDescription;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.operation.request.TableErrors;

/**
 * An index that is coming to a table or going from it: there is at most one at a time, and while it
 * comes or goes some other changes have to wait. The order of what is refused is AWS's.
 */
public record OnlineIndex(TableDescription table, IndexDescription index, Phase phase) {
    /** How far it is. */
    public enum Phase {
        /** Coming, and nothing is in it yet. The table is UPDATING. */
        ALLOCATING("being created", "creation"),
        /** Coming, and items are being added to it. The table is ACTIVE. */
        BACKFILLING("being created", "creation"),
        /** Going. The table is UPDATING. */
        DELETING("being deleted", "deletion");

        private final String participle;
        private final String noun;

        Phase(String participle, String noun) {
            this.participle = participle;
            this.noun = noun;
        }
    }

    /** The index that comes to a table or goes from it at a time. */
    public static Optional<OnlineIndex> of(TableDescription table, long nowMillis) {
        for (IndexDescription index : table.indexes()) {
            if (index.statusAt(nowMillis) == TableStatus.DELETING) {
                return Optional.of(new OnlineIndex(table, index, Phase.DELETING));
            }
            if (index.backfilling()) {
                Phase phase =
                        nowMillis < index.backfill().startMillis()
                                ? Phase.ALLOCATING
                                : Phase.BACKFILLING;
                return Optional.of(new OnlineIndex(table, index, phase));
            }
        }
        return Optional.empty();
    }

    boolean is(String indexName) {
        return index.name().equals(indexName);
    }

    /** There is one already, or a request asks for several. */
    static ApiException onlyOne() {
        return TableErrors.limitExceeded(
                "Only 1 online index can be created or deleted simultaneously per table");
    }

    /** Capacity or billing mode cannot be changed now. */
    ApiException refuseCapacity() {
        return TableErrors.inUse(
                "Can't change table IOPS when an index is "
                        + phase.participle
                        + ". Table: "
                        + table.name()
                        + " Indexes: ["
                        + index.name()
                        + "]");
    }

    /** The stream cannot be changed now. */
    ApiException refuseStream() {
        return TableErrors.inUse("Can't change stream status when an index is " + phase.participle);
    }

    /** The maxima of on-demand capacity cannot be changed now. */
    ApiException refuseMaximum() {
        return TableErrors.inUse(
                "OnDemandThroughput cannot be updated while index "
                        + phase.noun
                        + " is in progress for indexes: ["
                        + index.name()
                        + "]");
    }

    /** No second index of its name can be created. */
    ApiException refuseCreation() {
        return phase == Phase.DELETING
                ? inUse("Index is being deleted. ")
                : inUse("Index is being created.  ");
    }

    /** Its capacity can be changed while items are added, but not before and not when it goes. */
    void requireChangeable() {
        switch (phase) {
            case ALLOCATING -> throw inUse("Index is being created but is not backfilling yet.  ");
            case BACKFILLING -> {}
            case DELETING -> throw inUse("Index is being deleted. ");
        }
    }

    /** It can be deleted while items are added, but not before and not twice. */
    void requireDeletable() {
        switch (phase) {
            case ALLOCATING ->
                    throw inUse(
                            "Index creation is in resource allocation phase. Retry deletion during"
                                    + " backfilling phase or when the index is active. ");
            case BACKFILLING -> {}
            case DELETING -> throw onlyOne();
        }
    }

    private ApiException inUse(String what) {
        return TableErrors.inUse(what + "Table: " + table.name() + " Index: " + index.name());
    }
}
