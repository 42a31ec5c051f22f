package stator.protocol;

/** A bit for each type descriptor of an attribute value, to see which ones a value has. */
final class TypeBits {
    static final int S = 1;
    static final int N = 1 << 1;
    static final int B = 1 << 2;
    static final int BOOL = 1 << 3;
    static final int NULL = 1 << 4;
    static final int SS = 1 << 5;
    static final int NS = 1 << 6;
    static final int BS = 1 << 7;
    static final int M = 1 << 8;
    static final int L = 1 << 9;

    private TypeBits() {}

    /** The bit of a type descriptor, or 0 if there is no such type. */
    static int of(String type) {
        return switch (type) {
            case "S" -> S;
            case "N" -> N;
            case "B" -> B;
            case "BOOL" -> BOOL;
            case "NULL" -> NULL;
            case "SS" -> SS;
            case "NS" -> NS;
            case "BS" -> BS;
            case "M" -> M;
            case "L" -> L;
            default -> 0;
        };
    }
}
