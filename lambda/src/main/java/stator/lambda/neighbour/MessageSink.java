package stator.lambda.neighbour;

import java.io.IOException;

/**
 * Takes what functions send to services that are not here: queues, topics and buses. Thread-safe.
 */
@FunctionalInterface
public interface MessageSink {
    /**
     * Sends a message, durably.
     *
     * @param arn of the queue, topic or bus
     * @throws IOException if that did not work; trying again may help
     */
    void send(String arn, byte[] message) throws IOException;
}
