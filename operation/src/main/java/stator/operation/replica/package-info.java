/**
 * The regions of a table: what a request may change of its replicas, whether they are strongly
 * consistent, what of a table holds in all of them. Start with {@link
 * stator.operation.replica.ReplicaUpdates}.
 */
package stator.operation.replica;
