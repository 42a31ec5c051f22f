/**
 * Backups and points in time: the operations that make and list them, and that restore tables from
 * them. What is kept is in {@link stator.operation.archive}.
 */
package stator.operation.backup;
