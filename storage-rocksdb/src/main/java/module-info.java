/** The durable engine: RocksDB behind the storage contract. */
@SuppressWarnings("requires-automatic")
module stator.storage.rocksdb {
    requires rocksdbjni;
    requires transitive stator.storage;

    exports stator.storage.rocksdb;
}
