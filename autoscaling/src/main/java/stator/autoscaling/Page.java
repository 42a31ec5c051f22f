package stator.autoscaling;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** A part of a list, from a token on, and the token of the rest. */
final class Page {
    private static final String TOKEN = "NextToken";
    private static final int RESULTS_MAX = 50;

    private Page() {}

    /** Writes the whole answer: the part of a list that a request asks for. */
    static <T> void write(
            Struct request,
            String member,
            List<T> all,
            ResponseWriter answer,
            Consumer<T> element) {
        int size = request.integer("MaxResults", RESULTS_MAX);
        if (size < 1 || size > RESULTS_MAX) {
            size = RESULTS_MAX;
        }
        int start = Math.min(start(request), all.size());
        int end = Math.min(all.size(), start + size);
        answer.startObject().field(member).startArray();
        all.subList(start, end).forEach(element);
        answer.endArray();
        if (end < all.size()) {
            answer.member(TOKEN, token(end));
        }
        answer.endObject();
    }

    private static String token(int position) {
        byte[] bytes = Integer.toString(position).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static int start(Struct request) {
        String token = request.string(TOKEN, "");
        if (token.isEmpty()) {
            return 0;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            int position = Integer.parseInt(new String(bytes, StandardCharsets.UTF_8));
            if (position >= 0) {
                return position;
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours.
        }
        throw AutoScalingErrors.of("InvalidNextTokenException", "Invalid token");
    }
}
