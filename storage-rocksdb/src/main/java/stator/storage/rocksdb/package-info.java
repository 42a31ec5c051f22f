/**
 * The durable engine: rows in RocksDB, on one machine.
 *
 * <p>RocksDB keeps and orders the bytes. What it does not do well enough is done here: one synced
 * write for many callers ({@link stator.storage.rocksdb.GroupCommit}), a look at the log and the
 * manifest before RocksDB may open them ({@link stator.storage.rocksdb.OpeningCheck}), and coming
 * back after a disk error or a full disk without a restart ({@link
 * stator.storage.rocksdb.Caretaker}). Start reading at {@link stator.storage.rocksdb.RocksStore};
 * the bytes are stated in {@code docs/file-format.md}.
 */
package stator.storage.rocksdb;
