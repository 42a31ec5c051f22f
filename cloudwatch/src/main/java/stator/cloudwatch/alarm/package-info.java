/**
 * Alarms: a metric beyond a threshold for some periods.
 *
 * <p>It knows no requests. Start reading at {@link stator.cloudwatch.alarm.Alarms}.
 */
package stator.cloudwatch.alarm;
