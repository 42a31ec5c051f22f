/**
 * Provisioned and maximum throughput that is held: buckets of capacity, and items that may not be
 * had until there is some again.
 */
package stator.operation.throttle;
