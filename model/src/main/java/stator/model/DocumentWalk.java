package stator.model;

/** Shows parts of a document to a {@link DocumentVisitor}. */
final class DocumentWalk {
    private DocumentWalk() {}

    static void attributes(byte[] bytes, int start, int end, DocumentVisitor visitor) {
        for (int at = start; at < end; ) {
            int length = Encoding.varint(bytes, at);
            int nameAt = at + Encoding.varintBytes(length);
            visitor.name(bytes, nameAt, length);
            at = value(bytes, nameAt + length, visitor);
        }
    }

    /** Shows the value at {@code at} and returns the offset after it. */
    static int value(byte[] bytes, int at, DocumentVisitor visitor) {
        byte code = bytes[at];
        switch (code) {
            case Encoding.S, Encoding.N, Encoding.B -> {
                int length = Encoding.varint(bytes, at + 1);
                int start = at + 1 + Encoding.varintBytes(length);
                visitor.scalar(Encoding.type(code), bytes, start, length);
                return start + length;
            }
            case Encoding.TRUE, Encoding.FALSE -> visitor.bool(code == Encoding.TRUE);
            case Encoding.NULL -> visitor.nullValue();
            default -> {
                return container(bytes, at, visitor);
            }
        }
        return at + 1;
    }

    private static int container(byte[] bytes, int at, DocumentVisitor visitor) {
        AttributeType type = Encoding.type(bytes[at]);
        int start = at + 1 + Encoding.SIZE_BYTES;
        int end = start + Encoding.int32(bytes, at + 1);
        visitor.start(type);
        if (type == AttributeType.M) {
            attributes(bytes, start, end, visitor);
        } else if (type == AttributeType.L) {
            for (int next = start; next < end; ) {
                next = value(bytes, next, visitor);
            }
        } else {
            elements(type.elementType(), bytes, start, end, visitor);
        }
        visitor.end(type);
        return end;
    }

    private static void elements(
            AttributeType type, byte[] bytes, int start, int end, DocumentVisitor visitor) {
        for (int at = start; at < end; ) {
            int length = Encoding.varint(bytes, at);
            int elementAt = at + Encoding.varintBytes(length);
            visitor.element(type, bytes, elementAt, length);
            at = elementAt + length;
        }
    }
}
