package stator.server.security;

import java.util.List;
import java.util.Map;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.identity.account.IdentityStore;
import stator.model.AttributeValue;
import stator.model.Item;

/** Identities in the database, beside the tables and as durable as they are. */
final class StoredIdentities implements IdentityStore {
    /** What the kinds of identities begin with, so that none is a kind of others. */
    private static final String PREFIX = "Identity.";

    /** Identities are of no region. */
    private static final String REGION = "global";

    private static final String ACCOUNT = "Account";
    private static final String ID = "Id";
    private static final String BYTES = "Bytes";

    private final Documents documents;

    StoredIdentities(Documents documents) {
        this.documents = documents;
    }

    @Override
    public List<Entry> all(String kind) {
        return documents.all(PREFIX + kind).stream().map(StoredIdentities::entry).toList();
    }

    private static Entry entry(Item document) {
        return new Entry(
                document.get(ACCOUNT).text(),
                document.get(ID).text(),
                document.get(BYTES).binary());
    }

    @Override
    public void put(String kind, String account, String id, byte[] bytes) {
        Item document =
                Item.of(
                        Map.of(
                                ACCOUNT, AttributeValue.string(account),
                                ID, AttributeValue.string(id),
                                BYTES, AttributeValue.binary(bytes)));
        documents.put(PREFIX + kind, new Namespace(account, REGION), id, document);
    }

    @Override
    public void remove(String kind, String account, String id) {
        documents.remove(PREFIX + kind, new Namespace(account, REGION), id);
    }
}
