package stator.database.item;

import stator.database.table.Namespace;

/**
 * What makes a transaction happen once, however often it is sent.
 *
 * @param operation whose token it is: the same text means another token to another operation
 * @param text what the client made up
 * @param fingerprint of everything that the transaction asks for; must not change afterwards
 */
public record IdempotencyToken(
        Namespace namespace, String operation, String text, byte[] fingerprint) {
    public IdempotencyToken {
        assert !operation.isEmpty() && !text.isEmpty() : "A token of nobody";
        assert fingerprint.length > 0 : "A token of nothing";
    }
}
