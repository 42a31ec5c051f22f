package stator.s3.target;

/** Where notifications of buckets go: functions, by their ARNs. Thread-safe. */
public interface NotificationTargets {
    /** There are none. */
    NotificationTargets NONE =
            new NotificationTargets() {
                @Override
                public boolean takes(String arn) {
                    return false;
                }

                @Override
                public void deliver(String arn, String event) {}
            };

    /** Whether a target is there and takes notifications. */
    boolean takes(String arn);

    /**
     * Takes a notification, and returns before it is dealt with.
     *
     * @param event a JSON object with {@code Records}
     */
    void deliver(String arn, String event);
}
