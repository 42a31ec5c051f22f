/**
 * Global tables of version 2017.11.29, and the auto scaling of replicas. Replicas of the current
 * version come and go with UpdateTable, in {@link stator.operation.table}.
 */
package stator.operation.global;
