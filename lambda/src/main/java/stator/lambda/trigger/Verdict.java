package stator.lambda.trigger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.lambda.document.Document;
import stator.lambda.neighbour.ChangeStreams.Change;
import stator.protocol.JsonTree;

/** What an invocation with a batch has come to. */
sealed interface Verdict {
    /** All changes are dealt with. */
    record Done() implements Verdict {}

    /** Those before a place are dealt with, and the others have to come again. */
    record From(int index) implements Verdict {}

    /** None is dealt with. */
    record Failed() implements Verdict {}

    /**
     * What a function says that reports single items (observed answers of AWS): nothing, an empty
     * list or none means that all is well; an item that is not of the batch, that all is not.
     */
    static Verdict reported(byte[] answer, List<Change> batch) {
        Optional<Object> tree = JsonTree.parse(new String(answer, StandardCharsets.UTF_8));
        if (tree.isEmpty()) {
            return new Done();
        }
        Optional<Document> document = Document.ofTree(tree.get());
        if (document.isEmpty() || !document.get().has("batchItemFailures")) {
            return new Done();
        }
        if (!(document.get().tree("batchItemFailures").orElseThrow() instanceof List<?> items)) {
            return new Failed();
        }
        int lowest = batch.size();
        for (Object item : items) {
            Object identifier = item instanceof Map<?, ?> map ? map.get("itemIdentifier") : null;
            if (!(identifier instanceof String number)) {
                return new Failed();
            }
            int index = indexOf(number, batch);
            if (index < 0) {
                return new Failed();
            }
            lowest = Math.min(lowest, index);
        }
        return lowest == batch.size() ? new Done() : new From(lowest);
    }

    private static int indexOf(String sequenceNumber, List<Change> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).sequenceNumber().equals(sequenceNumber)) {
                return i;
            }
        }
        return -1;
    }
}
