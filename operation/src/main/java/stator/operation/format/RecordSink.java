package stator.operation.format;

import java.io.IOException;

/** Takes what a file of records holds. */
public interface RecordSink<R> {
    /** A record. */
    void add(R record) throws IOException;

    /** What should be a record and is none, and why. */
    void refuse(String why) throws IOException;
}
