package stator.server.security;

import java.util.function.Supplier;
import stator.database.Documents;
import stator.identity.account.BrokenSealException;
import stator.identity.account.IdentityStore;
import stator.identity.account.RootKeys;
import stator.identity.account.SecretSeal;

/**
 * Where this server keeps who is known. Nothing is read, and no key file made, before somebody asks
 * for it. Thread-safe.
 */
public final class Vault {
    private final IdentityStore identities;
    private final Supplier<SecretSeal> sealing;

    private SecretSeal seal;
    private RootKeys rootKeys;

    /**
     * @param documents of the database
     * @param sealing gives what secrets are sealed with
     */
    public Vault(Documents documents, Supplier<SecretSeal> sealing) {
        identities = new StoredIdentities(documents);
        this.sealing = sealing;
    }

    /** Where identities are kept. */
    public IdentityStore identities() {
        return identities;
    }

    /**
     * What secrets are sealed with.
     *
     * @throws KeyFileException if the key file cannot be used
     */
    public synchronized SecretSeal seal() {
        if (seal == null) {
            seal = sealing.get();
        }
        return seal;
    }

    /**
     * The keys of the roots of accounts.
     *
     * @throws KeyFileException if the key file cannot be used, or is not the one of this data
     */
    public synchronized RootKeys rootKeys() {
        if (rootKeys == null) {
            try {
                rootKeys = new RootKeys(identities, seal());
            } catch (BrokenSealException e) {
                throw new KeyFileException(
                        "The access keys in the data were sealed with another key file: put that"
                                + " one back in its place. ("
                                + e.getMessage()
                                + ")");
            }
        }
        return rootKeys;
    }
}
