/**
 * Metrics and their values by the minute, in the store and as somebody measures them just now.
 *
 * <p>It knows no requests. Start reading at {@link stator.cloudwatch.metric.Metrics}.
 */
package stator.cloudwatch.metric;
