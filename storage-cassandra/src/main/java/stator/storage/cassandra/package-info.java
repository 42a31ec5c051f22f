/**
 * The engine for a cluster: rows in Apache Cassandra, written by transactions of ScalarDB.
 *
 * <p>Cassandra keeps and copies the rows; ScalarDB makes one commit of changes in several
 * partitions, and one lightweight transaction of changes in one. What is ours: which row lies where
 * ({@link stator.storage.cassandra.Spaces}), that one server at a time writes ({@link
 * stator.storage.cassandra.Lease}), exact counters across a crash ({@link
 * stator.storage.cassandra.Counters}), what became of a commit that nobody answered ({@link
 * stator.storage.cassandra.Commits}), and reads that never wait for a transaction ({@link
 * stator.storage.cassandra.Reader}). Start reading at {@link
 * stator.storage.cassandra.CassandraStore}; the tables are stated in {@link
 * stator.storage.cassandra.Schema} and {@code docs/cluster.md}.
 *
 * <p>This is no named module: the libraries are loaded only when the engine is chosen, by a class
 * loader of their own.
 */
package stator.storage.cassandra;
