package stator.lambda.api;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.database.table.Namespace;
import stator.door.BodyTooLargeException;
import stator.door.NoMemoryException;
import stator.door.Request;
import stator.identity.Principal;
import stator.lambda.document.Document;
import stator.lambda.function.LambdaException;

/** Takes calls out of requests: path, query, headers and body become the members of one input. */
final class CallReader {
    private static final byte[] NOTHING = {};

    private final Model model;

    CallReader(Model model) {
        this.model = model;
    }

    /** Reads the request of an operation. */
    Call read(Model.Match match, Request request, Principal principal) {
        Shape.Structure shape = model.input(match.operation());
        Map<String, List<String>> query = query(request.query());
        boolean hasPayload =
                shape.members().stream().anyMatch(member -> member.place().equals("payload"));
        byte[] body = body(request);
        Document input = hasPayload || body.length == 0 ? Document.empty() : parsed(body);
        for (Shape.Member member : shape.members()) {
            input = placed(member, match.labels(), query, request, input);
        }
        ConstraintCheck.check(model, shape, input);
        return new Call(
                match.operation(),
                new Namespace(principal.account(), principal.region()),
                principal.arn(),
                input,
                hasPayload ? body : NOTHING,
                request);
    }

    private static byte[] body(Request request) {
        try {
            return request.content();
        } catch (BodyTooLargeException e) {
            throw LambdaException.tooLarge("Request must be smaller than 70167211 bytes");
        } catch (NoMemoryException e) {
            throw LambdaException.tooMany("CallerRateLimitExceeded");
        } catch (IOException e) {
            throw LambdaException.badContent("Could not parse request body into json");
        }
    }

    private static Document parsed(byte[] body) {
        return Document.parse(body)
                .orElseThrow(() ->
                        LambdaException.badContent(
                                "Could not parse request body into json: it is no JSON object"));
    }

    private Document placed(
            Shape.Member member,
            Map<String, String> labels,
            Map<String, List<String>> query,
            Request request,
            Document input) {
        List<String> texts = new ArrayList<>();
        member.in("uri").map(labels::get).ifPresent(texts::add);
        member.in("query").map(query::get).ifPresent(texts::addAll);
        member.in("header").flatMap(request::header).ifPresent(texts::add);
        if (texts.isEmpty()) {
            return member.place().isEmpty() ? input : input.without(member.name());
        }
        Shape shape = model.shape(member.shape());
        return input.with(member.name(), value(shape, texts));
    }

    private static Object value(Shape shape, List<String> texts) {
        String text = texts.getFirst();
        return switch (shape) {
            case Shape.Sequence sequence -> texts;
            case Shape.Numeric numeric -> number(text);
            case Shape.Plain plain when plain.kind().equals("boolean") -> text.equals("true");
            default -> text;
        };
    }

    private static Object number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw LambdaException.badContent("'" + text + "' is no number");
        }
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            query.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
