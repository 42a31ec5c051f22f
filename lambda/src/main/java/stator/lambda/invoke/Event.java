package stator.lambda.invoke;

import java.util.Base64;
import java.util.Optional;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.function.FunctionReference;

/**
 * An event that waits for its function.
 *
 * @param creation that of the function, since another one may get its name
 * @param failures how often the function failed with it
 * @param refusals how often there was no place for it; not kept across restarts
 */
record Event(
        InvokeRequest request,
        String creation,
        int failures,
        int refusals,
        long acceptedMillis,
        long dueMillis) {
    private static final String CREATION = "Creation";

    /** One that is accepted now. */
    static Event accepted(InvokeRequest request, String creation, long nowMillis) {
        return new Event(request, creation, 0, 0, nowMillis, nowMillis);
    }

    FunctionReference function() {
        return request.function();
    }

    Event failed(long due) {
        return new Event(request, creation, failures + 1, refusals, acceptedMillis, due);
    }

    Event refused(long due) {
        return new Event(request, creation, failures, refusals + 1, acceptedMillis, due);
    }

    /** Keeps it, so that it outlives the server. */
    void putOn(Shelf shelf) {
        Document document =
                Document.of("Name", function().name())
                        .with("Qualifier", function().qualifier())
                        .with("Payload", Base64.getEncoder().encodeToString(request.payload()))
                        .with("ClientContext", request.clientContext())
                        .with("Trace", request.trace())
                        .with(CREATION, creation)
                        .with("Failures", failures)
                        .with("Accepted", acceptedMillis)
                        .with("Due", dueMillis);
        shelf.put(function().namespace(), request.requestId(), document);
    }

    void removeFrom(Shelf shelf) {
        shelf.remove(function().namespace(), request.requestId());
    }

    /** One that was kept. */
    static Event of(Shelf.Entry entry) {
        Document document = entry.document();
        FunctionReference function =
                new FunctionReference(
                        entry.namespace(), document.text("Name"), document.text("Qualifier"));
        InvokeRequest request =
                new InvokeRequest(
                        entry.id(),
                        function,
                        Base64.getDecoder().decode(document.text("Payload")),
                        document.text("ClientContext"),
                        document.text("Trace"),
                        Optional.empty());
        return new Event(
                request,
                document.text(CREATION),
                (int) document.number("Failures", 0),
                0,
                document.number("Accepted", 0),
                document.number("Due", 0));
    }
}
