/**
 * What is scaled, by which policies and schedules, and the thread that does it.
 *
 * <p>It knows no requests of the API, and of what is scaled only {@link
 * stator.autoscaling.scaling.ScaledCapacity}. Start reading at {@link
 * stator.autoscaling.scaling.Scaler}.
 */
package stator.autoscaling.scaling;
