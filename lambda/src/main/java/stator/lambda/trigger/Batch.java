package stator.lambda.trigger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.lambda.document.Document;
import stator.lambda.neighbour.ChangeStreams.Change;

/**
 * Changes that go to the function together.
 *
 * @param failures how often it was tried in vain, as far as that counts
 * @param invocations how often the function has got them
 */
record Batch(List<Change> changes, int failures, int invocations) {
    Batch {
        changes = List.copyOf(changes);
    }

    static Batch of(List<Change> changes) {
        return new Batch(changes, 0, 0);
    }

    Batch tried(boolean counts) {
        return new Batch(changes, failures + (counts ? 1 : 0), invocations + 1);
    }

    /** The changes from one on, with the history of all. */
    Batch from(int index) {
        return new Batch(changes.subList(index, changes.size()), failures, invocations);
    }

    /** The changes before one, with the history of all. */
    Batch until(int index) {
        return new Batch(changes.subList(0, index), failures, invocations);
    }

    long lastPosition() {
        return changes.getLast().position();
    }

    /**
     * The event that the function gets.
     *
     * @param more members beside the records
     */
    byte[] event(Optional<Document> more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < changes.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(changes.get(i).json());
        }
        out.write(']');
        more.ifPresent(document -> {
            byte[] members = document.bytes();
            out.write(',');
            out.write(members, 1, members.length - 2);
        });
        out.write('}');
        return out.toByteArray();
    }
}
