package stator.lambda.code;

/** An archive stays while it is held. To be closed once. */
@FunctionalInterface
public interface Hold extends AutoCloseable {
    @Override
    void close();
}
