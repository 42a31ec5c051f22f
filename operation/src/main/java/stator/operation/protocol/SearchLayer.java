package stator.operation.protocol;

/**
 * Where SearchVectors, which AWS serves from endpoints of its own, words constraints differently:
 * lengths are reported alone and without the value (captured by nubo-db/dynoxide, August 2026).
 */
final class SearchLayer {
    private static final int NAME_LENGTH_MIN = 3;
    private static final int NAME_LENGTH_MAX = 255;

    private SearchLayer() {}

    /** Throws what is reported alone, of a request that has all its members. */
    static void check(Struct request) {
        if (!request.hasRequired()) {
            return;
        }
        int nameLength = request.string("IndexName").length();
        if (nameLength < NAME_LENGTH_MIN) {
            throw CurrentLayer.outOfLimit(
                    "IndexName", "length greater than or equal to " + NAME_LENGTH_MIN);
        }
        if (nameLength > NAME_LENGTH_MAX) {
            throw CurrentLayer.outOfLimit(
                    "IndexName", "length less than or equal to " + NAME_LENGTH_MAX);
        }
        if (request.sizeOf("SearchVector") == 0) {
            throw CurrentLayer.outOfLimit("SearchVector", "length greater than or equal to 1");
        }
    }
}
