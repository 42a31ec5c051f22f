package stator.identity.account;

/** A secret cannot be opened: the key is another one, or the secret was changed. */
public final class BrokenSealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenSealException(String name) {
        super("The secret of " + name + " was not sealed with this key, or has been changed.");
    }
}
