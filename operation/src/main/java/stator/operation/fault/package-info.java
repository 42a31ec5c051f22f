/**
 * Errors, throttling and latency on purpose, for those who test what their applications do then.
 */
package stator.operation.fault;
