package stator.lambda.api;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionUrls;
import stator.lambda.function.FunctionUrls.Url;
import stator.lambda.function.LambdaException;
import stator.lambda.url.UrlAddress;

/** The operations of functions' URLs (refusals: recorded answers of AWS, November 2025). */
final class UrlOperations {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String NO_FUNCTION = "Function does not exist";
    private static final String NO_URL = "The resource you requested does not exist.";
    private static final List<String> SETTINGS = List.of("AuthType", "Cors", "InvokeMode");

    private final FunctionStore functions;
    private final FunctionUrls urls;
    private final Supplier<String> endpoint;
    private final Clock clock;

    UrlOperations(
            FunctionStore functions, FunctionUrls urls, Supplier<String> endpoint, Clock clock) {
        this.functions = functions;
        this.urls = urls;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    Reply create(Call call) {
        FunctionReference function = function(call);
        synchronized (functions) {
            if (!functions.exists(function)) {
                throw LambdaException.notFound(NO_FUNCTION);
            }
            if (urls.find(function).isPresent()) {
                throw LambdaException.conflict(
                        "Failed to create function url config for [functionArn = %s]. Error message:  FunctionUrlConfig exists for this Lambda function"
                                .formatted(function.qualifiedArn()));
            }
            requireAlias(function);
            Document configuration =
                    Document.of("FunctionArn", function.qualifiedArn())
                            .withAll(given(call))
                            .with("CreationTime", now())
                            .with("LastModifiedTime", now());
            Url url = urls.add(function, configuration);
            return Answers.of(call, shown(url).without("LastModifiedTime"));
        }
    }

    /** A URL is of a function as a whole or of an alias; versions have none. */
    private static FunctionReference function(Call call) {
        FunctionReference function = call.function();
        boolean isAlias = !function.isLatest() && !function.isVersion();
        if (!isAlias && !function.qualifier().isEmpty()) {
            throw LambdaException.validation(
                    "1 validation error detected: Value '%s' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)"
                            .formatted(function.qualifier()));
        }
        return function;
    }

    private void requireAlias(FunctionReference function) {
        boolean isThere =
                function.qualifier().isEmpty()
                        || functions.alias(function, function.qualifier()).isPresent();
        if (!isThere) {
            throw LambdaException.notFound(NO_FUNCTION);
        }
    }

    private static Document given(Call call) {
        Document given = Document.empty();
        for (String name : SETTINGS) {
            given = given.withOf(call.input(), name);
        }
        return given;
    }

    private String now() {
        return TIME.format(clock.instant());
    }

    private Document shown(Url url) {
        String address = UrlAddress.of(url, endpoint.get());
        return Document.of("FunctionUrl", address).withAll(url.configuration());
    }

    Reply get(Call call) {
        return Answers.of(call, shown(existing(function(call))));
    }

    private Url existing(FunctionReference function) {
        Optional<Url> url =
                functions.exists(function) ? urls.find(function) : Optional.<Url>empty();
        return url.orElseThrow(() -> LambdaException.notFound(NO_URL));
    }

    Reply list(Call call) {
        FunctionReference function = call.function();
        if (!functions.exists(function)) {
            throw LambdaException.notFound(NO_FUNCTION);
        }
        List<Document> all = urls.all(function).stream().map(this::shown).toList();
        return Answers.page(call, "FunctionUrlConfigs", all, one -> one.text("FunctionArn"));
    }

    Reply update(Call call) {
        FunctionReference function = function(call);
        synchronized (functions) {
            if (!functions.exists(function)) {
                throw LambdaException.notFound(NO_FUNCTION);
            }
            requireAlias(function);
            Url before = existing(function);
            Url after =
                    new Url(
                            before.id(),
                            function,
                            before.configuration()
                                    .withAll(given(call))
                                    .with("LastModifiedTime", now()));
            urls.replace(after);
            return Answers.of(call, shown(after));
        }
    }

    Reply delete(Call call) {
        synchronized (functions) {
            urls.remove(existing(function(call)));
        }
        return Answers.empty(call);
    }
}
