package stator.lambda.trigger;

import java.time.Instant;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;

/**
 * A tumbling window of a lane, and what the function has made of its changes so far.
 *
 * @param startMillis since 1970; windows follow each other without gaps
 * @param state what the function answered last; empty at first
 */
record Window(long startMillis, long lengthMillis, Document state) {
    /** The window that a time is in. */
    static Window of(long millis, long lengthMillis) {
        return new Window(
                Math.floorDiv(millis, lengthMillis) * lengthMillis, lengthMillis, Document.empty());
    }

    boolean covers(long millis) {
        return startMillis <= millis && millis < endMillis();
    }

    long endMillis() {
        return startMillis + lengthMillis;
    }

    Window with(Document other) {
        return new Window(startMillis, lengthMillis, other);
    }

    /** As an event tells of it. */
    Document shown() {
        return Document.of("start", Moments.seconds(Instant.ofEpochMilli(startMillis)))
                .with("end", Moments.seconds(Instant.ofEpochMilli(endMillis())));
    }

    Document document() {
        return Document.of("Start", startMillis).with("Length", lengthMillis).with("State", state);
    }

    static Window read(Document document) {
        return new Window(
                document.number("Start", 0),
                document.number("Length", 1),
                document.document("State"));
    }
}
