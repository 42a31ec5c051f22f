package stator.lambda.api;

import java.util.List;
import java.util.function.Function;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.LambdaException;

/** The forms of answers. */
final class Answers {
    private static final int PAGE_ITEMS = 50;

    private Answers() {}

    /** What an operation answers. */
    static Reply of(Call call, Document body) {
        return json(call.operation().status(), body);
    }

    /** What an operation answers that has nothing to say. */
    static Reply empty(Call call) {
        return Reply.empty(call.operation().status());
    }

    static Reply json(int status, Document body) {
        byte[] bytes = body.bytes();
        return Reply.of(status, Reply.JSON, bytes, bytes.length);
    }

    static Reply error(LambdaException error) {
        return json(error.status(), error.body())
                .withHeader("x-amzn-ErrorType", error.code())
                .withError(error.code());
    }

    /**
     * A page of a list: what comes after the marker of the request, as much as it asks for.
     *
     * @param name of the member with the elements
     * @param key of an element, which no other has; the list is in the order of nothing else
     */
    static Reply page(Call call, String name, List<Document> all, Function<Document, String> key) {
        int from = 0;
        String marker = call.input().text("Marker");
        for (int i = 0; !marker.isEmpty() && i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(marker)) {
                from = i + 1;
            }
        }
        int most = (int) call.input().number("MaxItems", PAGE_ITEMS);
        List<Document> page = all.subList(from, Math.min(all.size(), from + most));
        Document body = Document.of(name, page);
        boolean isLast = from + page.size() == all.size();
        return of(call, isLast ? body : body.with("NextMarker", key.apply(page.getLast())));
    }
}
