/**
 * Application Auto Scaling: the operations of its API.
 *
 * <p>It knows neither HTTP nor tables. Start reading at {@link
 * stator.autoscaling.AutoScalingService}; what scales is in {@code scaling}.
 */
package stator.autoscaling;
