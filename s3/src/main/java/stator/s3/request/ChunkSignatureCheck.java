package stator.s3.request;

/** Learns the chunks of a signed body as they go by, and says whether they are signed well. */
public interface ChunkSignatureCheck {
    /** Believes every chunk, as whoever believes every request does. */
    ChunkSignatureCheck NONE =
            new ChunkSignatureCheck() {
                @Override
                public void begin(String signature) {}

                @Override
                public void update(byte[] bytes, int start, int length) {}

                @Override
                public void end() {}

                @Override
                public void trailers(String trailers, String signature) {}
            };

    /** A chunk begins; the signature is empty if it has none. */
    void begin(String signature);

    void update(byte[] bytes, int start, int length);

    /** The chunk has ended. */
    void end();

    /**
     * The headers after the last chunk.
     *
     * @param trailers each as {@code name:value} and a line feed
     */
    void trailers(String trailers, String signature);
}
