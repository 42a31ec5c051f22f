package stator.lambda.url;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/**
 * What a function answers as an answer of HTTP. A JSON object with {@code statusCode} says what the
 * answer is like; anything else is its body (lengths and types: recorded answers of AWS).
 */
final class UrlAnswer {
    private static final String BROKEN = "Internal Server Error";
    private static final int STATUS_MIN = 200;
    private static final int STATUS_MAX = 599;

    /** What says how long an answer is, and how it is sent, is ours to say. */
    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "content-length",
                    "content-type",
                    "date",
                    "keep-alive",
                    "server",
                    "transfer-encoding",
                    "x-amzn-requestid");

    private UrlAnswer() {}

    /** The answer to a request with which the function failed. */
    static Reply broken() {
        return Reply.of(502, Reply.JSON, BROKEN).withError("FunctionError");
    }

    /** The answer of a function that has said all of it. */
    static Reply of(byte[] payload) {
        Optional<Object> tree = JsonTree.parse(new String(payload, StandardCharsets.UTF_8));
        if (tree.isEmpty()) {
            return broken();
        }
        Optional<Document> told =
                Document.ofTree(tree.get()).filter(document -> document.has("statusCode"));
        return told.isPresent() ? told(told.get()) : inferred(tree.get());
    }

    private static Reply inferred(Object tree) {
        return Reply.of(200, Reply.JSON, text(tree));
    }

    /** A text as it is, and all else as JSON without blanks. */
    private static String text(Object tree) {
        return tree instanceof String text ? text : JsonTree.write(tree);
    }

    private static Reply told(Document answer) {
        Optional<byte[]> body = body(answer);
        Optional<Reply> head = head(answer, Reply.JSON);
        return body.isEmpty() || head.isEmpty()
                ? broken()
                : withHeaders(head.get().withBody(body.get()), answer);
    }

    private static Optional<byte[]> body(Document answer) {
        Optional<Object> body = answer.tree("body");
        if (body.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String text = text(body.get());
        if (!answer.isTrue("isBase64Encoded")) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The status and the content type that an object tells; empty if the status is none.
     *
     * @param otherwise the content type if it tells none
     */
    static Optional<Reply> head(Document answer, String otherwise) {
        Optional<Integer> status = status(answer);
        return status.map(code -> Reply.of(code, contentType(answer, otherwise), ""));
    }

    private static Optional<Integer> status(Document answer) {
        String text =
                answer.tree("statusCode")
                        .map(code -> code instanceof Literal number ? number.text() : text(code))
                        .orElse("200");
        try {
            int status = Integer.parseInt(text);
            return status >= STATUS_MIN && status <= STATUS_MAX
                    ? Optional.of(status)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String contentType(Document answer, String otherwise) {
        Document headers = answer.document("headers");
        return headers.names().stream()
                .filter(name -> name.equalsIgnoreCase("content-type"))
                .findFirst()
                .flatMap(headers::tree)
                .map(value -> oneLine(text(value)))
                .orElse(otherwise);
    }

    /** An answer with the headers and cookies that an object tells. */
    static Reply withHeaders(Reply reply, Document answer) {
        Reply told = reply;
        Document headers = answer.document("headers");
        for (String name : headers.names()) {
            boolean isTheirs =
                    name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                            && !OURS.contains(name.toLowerCase(Locale.ROOT));
            Optional<Object> value = headers.tree(name);
            if (isTheirs && value.isPresent() && !(value.get() instanceof Map<?, ?>)) {
                told = told.withHeader(name, oneLine(text(value.get())));
            }
        }
        for (String cookie : answer.texts("cookies")) {
            told = told.withHeader("Set-Cookie", oneLine(cookie));
        }
        return told;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\x00-\\x1f\\x7f]", " ");
    }
}
