/** Metric math: several metrics at once, and what is computed of them. */
package stator.cloudwatch.math;
