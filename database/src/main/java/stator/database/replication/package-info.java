/**
 * Global tables: how the writes of one region get to the others.
 *
 * <p>Never knows another feature. Start reading at {@link stator.database.replication.Replicator}.
 */
package stator.database.replication;
