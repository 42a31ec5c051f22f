package stator.relay;

/**
 * A frame of a connection between two servers.
 *
 * @param bytes belong to the receiver
 */
record Frame(Kind kind, byte[] bytes) {
    /** What a frame can be. Their order is part of the protocol. */
    enum Kind {
        /** Who connects knows the secret. */
        HELLO,
        /** Calls may come. */
        READY,
        /** All of a request but its body. */
        HEAD,
        /** The whole body of a request. */
        BODY,
        /** Nothing was begun, and nothing will be. */
        REFUSED,
        /** The body of the request may come. */
        WANT,
        /** All of an answer but a body that is read while it is sent. */
        REPLY,
        /** A piece of a body. */
        DATA,
        /** A body is complete. */
        END,
        /** A body ends too early. */
        BROKEN;

        private static final Kind[] ALL = values();

        static Kind of(int number) throws UnexpectedFrameException {
            if (number < 0 || number >= ALL.length) {
                throw new UnexpectedFrameException("no kind of frame: " + number);
            }
            return ALL[number];
        }
    }

    /** This frame, which has to be of a kind. */
    Frame require(Kind expected) throws UnexpectedFrameException {
        if (kind != expected) {
            throw new UnexpectedFrameException(kind + " in the place of " + expected);
        }
        return this;
    }
}
