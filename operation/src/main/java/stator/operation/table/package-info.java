/**
 * Tables and what belongs to their description: keys, indexes, throughput, replicas, tags, time to
 * live. Operations that create, change, describe and delete them, with every rule for it.
 */
package stator.operation.table;
