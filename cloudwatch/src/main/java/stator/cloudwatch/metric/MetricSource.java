package stator.cloudwatch.metric;

/** What measures, and keeps its last minutes for a while. Thread-safe. */
public interface MetricSource {
    /** Takes the values of a minute. */
    @FunctionalInterface
    interface Receiver {
        /**
         * @param minute since 1970
         * @param unit such as {@code Count}
         */
        void take(MetricName metric, long minute, Values values, String unit);
    }

    /**
     * Shows what is known of some minutes.
     *
     * @param first minute since 1970
     * @param last minute since 1970
     */
    void collect(long first, long last, Receiver receiver);
}
