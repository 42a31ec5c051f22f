package stator.operation.definition;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import stator.database.table.Encryption;
import stator.database.table.Namespace;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/**
 * Reads {@code SSESpecification}. Nothing is encrypted by it: the setting is kept and described, so
 * that tools find what they asked for.
 *
 * <p>AWS describes a key by its ARN, whatever it was named by. There is no key service here to ask,
 * so the key of an alias (and the key that AWS would manage) is one that is always the same for the
 * account, the region and the alias.
 */
public final class EncryptionReader {
    private static final String MANAGED_ALIAS = "alias/aws/dynamodb";
    private static final String ALIAS_PREFIX = "alias/";

    private final Namespace namespace;

    public EncryptionReader(Namespace namespace) {
        this.namespace = namespace;
    }

    /** What the specification asks for. */
    public Encryption read(Struct specification) {
        boolean kmsNamed = specification.has("SSEType");
        boolean keyNamed = specification.has("KMSMasterKeyId");
        if (!specification.bool("Enabled", true)) {
            if (kmsNamed) {
                throw TableErrors.invalid("SSEType can not be specified if Enabled is false");
            }
            if (keyNamed) {
                throw TableErrors.invalid(
                        "KMSMasterKeyId can not be specified if Enabled is false");
            }
        }
        if (kmsNamed && specification.string("SSEType").equals("AES256")) {
            throw TableErrors.invalid("SSEType AES256 is not supported");
        }
        if (keyNamed && !kmsNamed) {
            throw TableErrors.invalid("SSEType KMS is required if KMSMasterKeyId is specified");
        }
        if (!kmsNamed && !specification.bool("Enabled", false)) {
            return Encryption.OWNED;
        }
        return new Encryption(true, keyArn(specification.string("KMSMasterKeyId", MANAGED_ALIAS)));
    }

    /** With the key that AWS manages for the account. */
    public Encryption managed() {
        return ofKey(MANAGED_ALIAS);
    }

    /** With a key that is named in any of the ways. */
    public Encryption ofKey(String key) {
        return new Encryption(true, keyArn(key));
    }

    private String keyArn(String key) {
        if (key.startsWith(ResourceArn.PREFIX)) {
            return ResourceArn.parse(key)
                    .filter(arn -> arn.resource().startsWith(ALIAS_PREFIX))
                    .map(arn -> keyArn(arn.resource()))
                    .orElse(key);
        }
        return namespace.arn("kms")
                + "key/"
                + (key.startsWith(ALIAS_PREFIX) ? keyOfAlias(key) : key);
    }

    private UUID keyOfAlias(String alias) {
        String name = namespace.account() + " " + namespace.region() + " " + alias;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
