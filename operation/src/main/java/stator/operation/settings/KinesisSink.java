package stator.operation.settings;

import java.io.IOException;
import java.util.List;

/** Where the records of Kinesis streams go. Used by one thread. */
public interface KinesisSink extends AutoCloseable {
    /**
     * A record for a stream.
     *
     * @param partitionKey decides on the shard
     * @param data what the record holds
     */
    record Record(String partitionKey, byte[] data) {}

    /**
     * Puts records into a stream, in order.
     *
     * @param streamArn the ARN of the stream
     * @throws IOException if some of them may not be there; all will be put again
     */
    void put(String streamArn, List<Record> records) throws IOException;

    @Override
    void close();
}
