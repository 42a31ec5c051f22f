/**
 * Amazon CloudWatch: the operations of its API.
 *
 * <p>It knows neither HTTP nor what is measured. Start reading at {@link
 * stator.cloudwatch.CloudWatchService}.
 */
package stator.cloudwatch;
