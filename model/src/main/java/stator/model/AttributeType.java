package stator.model;

/**
 * The ten data types of DynamoDB. The constant's name is the type descriptor of the API ({@code
 * "S"}, {@code "N"}, …).
 */
public enum AttributeType {
    /** Text, UTF-8. */
    S,
    /** Exact decimal of up to 38 digits. */
    N,
    /** Bytes. */
    B,
    /** Set of texts. */
    SS,
    /** Set of numbers. */
    NS,
    /** Set of bytes. */
    BS,
    /** Map of attributes. */
    M,
    /** List of values. */
    L,
    /** The null value. */
    NULL,
    /** True or false. */
    BOOL;

    /** Whether values of this type are one of S, N and B, the types that keys may have. */
    public boolean isScalarKey() {
        return this == S || this == N || this == B;
    }

    /** Whether values of this type are one of SS, NS and BS. */
    public boolean isSet() {
        return this == SS || this == NS || this == BS;
    }

    /** The type of the elements of a set type. */
    public AttributeType elementType() {
        return switch (this) {
            case SS -> S;
            case NS -> N;
            case BS -> B;
            case S, N, B, M, L, NULL, BOOL ->
                    throw new IllegalStateException(this + " is not a set type");
        };
    }
}
