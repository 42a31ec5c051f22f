package stator.s3.cors;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;

/**
 * What the rules of a bucket make of requests of web pages: what browsers ask beforehand (a
 * preflight), and the headers by which they let a page read an answer. The words are those of
 * Amazon S3 as recorded by the snapshots of LocalStack's tests.
 */
public final class Cors {
    /** Under which the rules are kept. */
    public static final String NAME = "cors";

    private static final String ASKED_METHOD = "access-control-request-method";
    private static final String ASKED_HEADERS = "access-control-request-headers";

    private Cors() {}

    private static Optional<List<CorsRule>> rules(S3Request request) throws IOException {
        if (request.bucketName().isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectBucket> bucket = request.store().find(request.bucketName());
        if (bucket.isEmpty()) {
            return Optional.empty();
        }
        return bucket.get()
                .configuration(NAME)
                .map(document -> XmlElement.parse(document, "CORSConfiguration"))
                .map(document -> document.all("CORSRule").stream().map(CorsRule::of).toList());
    }

    private static Optional<CorsRule> rule(S3Request request, String method, List<String> asked)
            throws IOException {
        String origin = request.header("origin");
        return rules(request)
                .flatMap(rules ->
                        rules.stream()
                                .filter(rule -> rule.allows(origin, method, asked))
                                .findFirst());
    }

    /** Whether a request comes from a page that the bucket lets in. */
    public static boolean admits(S3Request request) throws IOException {
        return request.hasHeader("origin")
                && rule(request, request.method(), List.of()).isPresent();
    }

    /** Whether a request is what a browser asks beforehand. */
    public static boolean isPreflight(S3Request request) {
        return request.method().equals("OPTIONS");
    }

    /**
     * The answer to what a browser asks beforehand. Nobody signs that.
     *
     * @throws S3Exception BadRequest; AccessForbidden if the page is not let in
     */
    public static Reply preflight(S3Request request) throws IOException {
        if (!request.hasHeader("origin")) {
            throw new S3Exception(
                    400, "BadRequest", "Insufficient information. Origin request header needed.");
        }
        String method = request.header(ASKED_METHOD);
        if (!List.of("GET", "PUT", "POST", "DELETE", "HEAD").contains(method)) {
            throw new S3Exception(
                    400,
                    "BadRequest",
                    "Invalid Access-Control-Request-Method: "
                            + (method.isEmpty() ? "null" : method));
        }
        if (rules(request).isEmpty()) {
            throw forbidden(request, "CORSResponse: CORS is not enabled for this bucket.");
        }
        List<String> asked = asked(request);
        CorsRule rule =
                rule(request, method, asked)
                        .orElseThrow(() ->
                                forbidden(
                                        request,
                                        "CORSResponse: This CORS request is not allowed. This is"
                                                + " usually because the evalution of Origin,"
                                                + " request method / Access-Control-Request-Method"
                                                + " or Access-Control-Request-Headers are not"
                                                + " whitelisted by the resource's CORS spec."));
        Reply reply = with(Reply.empty(200), rule, request.header("origin"));
        return asked.isEmpty()
                ? reply
                : reply.withHeader("Access-Control-Allow-Headers", String.join(", ", asked));
    }

    private static List<String> asked(S3Request request) {
        return Arrays.stream(request.header(ASKED_HEADERS).split(","))
                .map(header -> header.strip().toLowerCase(Locale.ROOT))
                .filter(header -> !header.isEmpty())
                .toList();
    }

    private static S3Exception forbidden(S3Request request, String message) {
        return new S3Exception(403, "AccessForbidden", message)
                .with("Method", request.header(ASKED_METHOD))
                .with("ResourceType", request.key().isEmpty() ? "BUCKET" : "OBJECT");
    }

    /** An answer as the page that asked may read it, if the bucket lets it in. */
    public static Reply readable(Reply reply, S3Request request) throws IOException {
        if (!request.hasHeader("origin") || isPreflight(request)) {
            return reply;
        }
        return rule(request, request.method(), List.of())
                .map(rule -> with(reply, rule, request.header("origin")))
                .orElse(reply);
    }

    private static Reply with(Reply reply, CorsRule rule, String origin) {
        Reply told =
                reply.withHeader(
                                "Access-Control-Allow-Origin", rule.isForEverybody() ? "*" : origin)
                        .withHeader(
                                "Access-Control-Allow-Methods", String.join(", ", rule.methods()));
        if (!rule.exposed().isEmpty()) {
            told =
                    told.withHeader(
                            "Access-Control-Expose-Headers", String.join(", ", rule.exposed()));
        }
        if (!rule.maxAgeSeconds().isEmpty()) {
            told = told.withHeader("Access-Control-Max-Age", rule.maxAgeSeconds());
        }
        if (!rule.isForEverybody()) {
            told = told.withHeader("Access-Control-Allow-Credentials", "true");
        }
        return told.withHeader(
                "Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
    }
}
