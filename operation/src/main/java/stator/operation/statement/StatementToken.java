package stator.operation.statement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * Where the next page of a statement begins, as its NextToken says it: the key after which to go
 * on.
 *
 * <p>The token is bound to the statement and its parameters, and sealed with a hash keyed by the
 * table's id, so that neither another statement nor a changed token is taken. It holds over
 * restarts. Its form is ours:
 *
 * <pre>
 * version (1)  digest of statement and parameters (16)  key document  seal (16)
 * </pre>
 */
final class StatementToken {
    private static final byte VERSION = 1;
    private static final int HASH_BYTES = 16;
    private static final int HEAD_BYTES = 1 + HASH_BYTES;

    private final byte[] digest;
    private final Table table;

    /** The tokens of a statement over a table. */
    StatementToken(String statement, List<AttributeValue> parameters, Table table) {
        this.table = table;
        digest = digest(statement, parameters);
    }

    /** The token of a key. */
    String seal(Item last) {
        byte[] key = last.toBytes();
        byte[] content =
                ByteBuffer.allocate(HEAD_BYTES + key.length)
                        .put(VERSION)
                        .put(digest)
                        .put(key)
                        .array();
        byte[] token = Arrays.copyOf(content, content.length + HASH_BYTES);
        System.arraycopy(mac(content), 0, token, content.length, HASH_BYTES);
        return Base64.getEncoder().encodeToString(token);
    }

    /**
     * The key of a token.
     *
     * @throws ApiException if it is no token, or one of another statement
     */
    Item open(String text) {
        byte[] token = decoded(text);
        if (token.length < HEAD_BYTES + HASH_BYTES || token[0] != VERSION) {
            throw invalid();
        }
        if (!Arrays.equals(token, 1, 1 + HASH_BYTES, digest, 0, HASH_BYTES)) {
            throw ApiException.validation("NextToken does not match request");
        }
        byte[] content = Arrays.copyOf(token, token.length - HASH_BYTES);
        byte[] seal = Arrays.copyOfRange(token, content.length, token.length);
        if (!MessageDigest.isEqual(seal, mac(content))) {
            throw invalid();
        }
        return Item.wrap(Arrays.copyOfRange(content, HEAD_BYTES, content.length));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static ApiException invalid() {
        return ApiException.validation("Invalid NextToken");
    }

    private static byte[] digest(String statement, List<AttributeValue> parameters) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(statement.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(Item.of("", AttributeValue.list(parameters)).toBytes());
            return Arrays.copyOf(sha.digest(), HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] id = table.description().id().getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(id, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(content), HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
