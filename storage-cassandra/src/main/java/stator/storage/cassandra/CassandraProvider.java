package stator.storage.cassandra;

import java.util.Map;
import stator.storage.SharedStore;
import stator.storage.StoreProvider;

/** What {@code cassandra://} addresses are opened by. */
public final class CassandraProvider implements StoreProvider {
    @Override
    public String scheme() {
        return CassandraSettings.SCHEME;
    }

    @Override
    public SharedStore share(String address, Map<String, String> options) {
        return SharedKeyspace.open(CassandraSettings.parse(address, options));
    }
}
