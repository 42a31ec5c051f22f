package stator.operation.settings;

/**
 * Whether the throughput of tables and indexes is held to their capacity.
 *
 * @param burstSeconds for how many seconds unused capacity is kept: 300 on AWS, 0 for no limit of
 *     throughput
 */
public record CapacityEnforcement(int burstSeconds) {
    /** Tables are as fast as they can be. */
    public static final CapacityEnforcement OFF = new CapacityEnforcement(0);

    /** As long as AWS keeps it. */
    public static final int BURST_SECONDS_AWS = 300;

    public boolean isOn() {
        return burstSeconds > 0;
    }
}
