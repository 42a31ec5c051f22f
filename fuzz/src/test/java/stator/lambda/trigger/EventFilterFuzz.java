package stator.lambda.trigger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.lambda.neighbour.ChangeStreams;

/** Patterns that say which events a function wants: the pattern, and in the next line a change. */
public final class EventFilterFuzz {
    private EventFilterFuzz() {}

    /** Fails for anything but a decision about the event, or no pattern. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        Optional<Filters> filters = Filters.parse(List.of(lines[0]));
        byte[] json =
                (lines.length == 2 ? lines[1] : "{\"a\":{\"S\":\"b\"},\"n\":[1,null,true]}")
                        .getBytes(StandardCharsets.UTF_8);
        // What the server itself writes is JSON.
        if (filters.isPresent()
                && stator.protocol.JsonTree.parse(new String(json, StandardCharsets.UTF_8))
                        .isPresent()) {
            filters.get().want(new ChangeStreams.Change(1, "1", 0, 1, json));
        }
    }
}
