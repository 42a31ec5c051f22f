package stator.operation.definition;

import stator.database.table.Billing;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/**
 * AWS's rules for the capacity settings of one table or one global secondary index: what may be
 * said under which billing mode, and the quotas of an account that never asked for more.
 *
 * <p>Quotas of the account as a whole are not held: nothing is reserved here.
 */
public final class CapacityRules {
    /** Most read or write capacity of a table or an index, provisioned or on-demand. */
    public static final long TABLE_UNITS_MAX = 40_000;

    /** Most provisioned read or write capacity of an account in a region. */
    public static final long ACCOUNT_UNITS_MAX = 80_000;

    /** What an on-demand table sustains from the start. */
    static final long ON_DEMAND_READ_UNITS_INITIAL = 12_000;

    static final long ON_DEMAND_WRITE_UNITS_INITIAL = 4_000;

    /** The value of an on-demand maximum that removes it. */
    public static final long REMOVED = -1;

    private static final long UNITS_SENSIBLE_MAX = 1_000_000_000_000L;
    private static final String ON_DEMAND_INITIAL =
            "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
                    + "on-demand-capacity-mode.html#on-demand-capacity-mode-initial";

    private final String region;
    private final String index;

    private CapacityRules(String region, String index) {
        this.region = region;
        this.index = index;
    }

    /** The rules for a table. */
    public static CapacityRules ofTable(RequestContext context) {
        return new CapacityRules(context.namespace().region(), "");
    }

    /** The rules for a global secondary index. */
    public static CapacityRules ofIndex(RequestContext context, String index) {
        return new CapacityRules(context.namespace().region(), index);
    }

    /** Reads {@code ProvisionedThroughput}, which is there. */
    public Throughput readProvisioned(Struct owner) {
        return readUnits(owner.struct("ProvisionedThroughput"));
    }

    /** Reads provisioned units. */
    public Throughput readUnits(Struct units) {
        long read = units.longInteger("ReadCapacityUnits");
        long write = units.longInteger("WriteCapacityUnits");
        requireSensible("ReadCapacityUnits", read);
        requireSensible("WriteCapacityUnits", write);
        return Throughput.provisioned(read, write);
    }

    private static void requireSensible(String member, long units) {
        if (units > UNITS_SENSIBLE_MAX) {
            throw ApiException.validation(
                    "Given value " + units + " for " + member + " is out of bounds");
        }
    }

    /** Refuses provisioned capacity above the quota. */
    public void requireWithinQuota(Throughput provisioned) {
        requireWithinQuota("ReadCapacityUnits", provisioned.readUnits());
        requireWithinQuota("WriteCapacityUnits", provisioned.writeUnits());
    }

    private void requireWithinQuota(String member, long units) {
        if (units <= TABLE_UNITS_MAX) {
            return;
        }
        String kind = index.isEmpty() ? "table" : "index";
        throw ApiException.of(
                ErrorCode.LIMIT_EXCEEDED,
                "The requested %s%s, %d, is above the per %s maximum for the account in %s. Per %s"
                                .formatted(
                                        member,
                                        index.isEmpty() ? "" : " for index " + index,
                                        units,
                                        kind,
                                        region,
                                        kind)
                        + " maximum: "
                        + TABLE_UNITS_MAX
                        + ". Refer to the Amazon DynamoDB Developer Guide for current limits and"
                        + " how to request higher limits.");
    }

    /**
     * The capacity with the on-demand maxima that a new table or index asks for.
     *
     * @param owner may have the member or not
     */
    public Throughput readNewMaximum(Struct owner, Billing.Mode mode, Throughput throughput) {
        return owner.has("OnDemandThroughput")
                ? readNewMaximumUnits(owner.struct("OnDemandThroughput"), mode, throughput)
                : throughput;
    }

    /** The capacity with the on-demand maxima given. */
    public Throughput readNewMaximumUnits(
            Struct maximum, Billing.Mode mode, Throughput throughput) {
        requireOnDemand(
                maximum, mode, "cannot be specified when table BillingMode is PROVISIONED.");
        return readMaximum(maximum, throughput, 1);
    }

    /** The capacity with the maxima changed as asked; {@link #REMOVED} stays to be shown. */
    public Throughput readChangedMaximum(Struct owner, Billing.Mode mode, Throughput throughput) {
        Struct maximum = owner.struct("OnDemandThroughput");
        requireOnDemand(
                maximum, mode, "cannot be specified when the table BillingMode is PROVISIONED");
        return readMaximum(maximum, throughput, REMOVED);
    }

    private void requireOnDemand(Struct maximum, Billing.Mode mode, String complaint) {
        if (mode == Billing.Mode.PAY_PER_REQUEST) {
            return;
        }
        for (String member : new String[] {"MaxReadRequestUnits", "MaxWriteRequestUnits"}) {
            if (maximum.has(member)) {
                throw TableErrors.invalid(
                        member
                                + " for OnDemandThroughput "
                                + (index.isEmpty() ? "" : "for index: " + index + " ")
                                + complaint);
            }
        }
    }

    private Throughput readMaximum(Struct maximum, Throughput throughput, long least) {
        return throughput.withMaximum(
                readMaximum(maximum, "MaxReadRequestUnits", throughput.readUnitsMax(), least),
                readMaximum(maximum, "MaxWriteRequestUnits", throughput.writeUnitsMax(), least));
    }

    private long readMaximum(Struct maximum, String member, long current, long least) {
        if (!maximum.has(member)) {
            return current;
        }
        long units = maximum.longInteger(member);
        String requested =
                "Requested "
                        + member
                        + " for OnDemandThroughput for "
                        + (index.isEmpty() ? "table" : "index : " + index);
        if (units < least || units == 0) {
            throw TableErrors.invalid(requested + " is outside of valid range");
        }
        if (units > TABLE_UNITS_MAX) {
            throw aboveAccountMaximum(requested, member.contains("Read"));
        }
        return units;
    }

    /** The capacity with the warm throughput that a new table or index starts with. */
    public Throughput readNewWarm(Struct owner, Billing.Mode mode, Throughput throughput) {
        Throughput least = initiallyWarm(mode, throughput);
        if (!owner.has("WarmThroughput")) {
            return least;
        }
        boolean onDemand = mode == Billing.Mode.PAY_PER_REQUEST;
        String initial = "initial throughput for OnDemand. See: " + ON_DEMAND_INITIAL;
        Struct warm = owner.struct("WarmThroughput");
        return throughput.withWarm(
                readWarm(
                        warm,
                        "ReadUnitsPerSecond",
                        least.warmReadUnits(),
                        onDemand ? initial : "ReadCapacityUnits of ProvisionedThroughput"),
                readWarm(
                        warm,
                        "WriteUnitsPerSecond",
                        least.warmWriteUnits(),
                        onDemand ? initial : "WriteCapacityUnits of ProvisionedThroughput"));
    }

    /** The capacity with its warm throughput raised as asked. */
    public Throughput readRaisedWarm(Struct owner, Throughput throughput) {
        Struct warm = owner.struct("WarmThroughput");
        String current = "current WarmThroughput, decreasing WarmThroughput is not supported";
        return throughput.withWarm(
                readWarm(warm, "ReadUnitsPerSecond", throughput.warmReadUnits(), current),
                readWarm(warm, "WriteUnitsPerSecond", throughput.warmWriteUnits(), current));
    }

    private long readWarm(Struct warm, String member, long least, String leastIs) {
        if (!warm.has(member)) {
            return least;
        }
        long units = warm.longInteger(member);
        String requested =
                "Requested "
                        + member
                        + " for WarmThroughput for "
                        + (index.isEmpty() ? "table" : "index " + index);
        if (units < least) {
            throw TableErrors.invalid(requested + " is lower than " + leastIs);
        }
        if (units > TABLE_UNITS_MAX) {
            throw aboveAccountMaximum(requested, member.startsWith("Read"));
        }
        return units;
    }

    private ApiException aboveAccountMaximum(String requested, boolean read) {
        return TableErrors.limitExceeded(
                requested
                        + " exceeds "
                        + (read ? "TableMaxReadCapacityUnits" : "TableMaxWriteCapacityUnits")
                        + " of the account in region "
                        + region);
    }

    /**
     * The capacity with the warm throughput that follows from it: never less than it was, and at
     * least what is provisioned or what an on-demand table starts with.
     */
    public static Throughput initiallyWarm(Billing.Mode mode, Throughput throughput) {
        boolean onDemand = mode == Billing.Mode.PAY_PER_REQUEST;
        long read = onDemand ? ON_DEMAND_READ_UNITS_INITIAL : throughput.readUnits();
        long write = onDemand ? ON_DEMAND_WRITE_UNITS_INITIAL : throughput.writeUnits();
        return throughput.withWarm(
                Math.max(throughput.warmReadUnits(), read),
                Math.max(throughput.warmWriteUnits(), write));
    }
}
