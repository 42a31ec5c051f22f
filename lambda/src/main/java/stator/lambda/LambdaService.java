package stator.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.identity.Principal;
import stator.lambda.api.LambdaApi;
import stator.lambda.api.LambdaParts;
import stator.lambda.code.CodeStore;
import stator.lambda.document.Folders;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionUrls;
import stator.lambda.function.LambdaException;
import stator.lambda.function.LayerStore;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.EventQueue;
import stator.lambda.invoke.InvokeRequest;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.invoke.Programs;
import stator.lambda.neighbour.LambdaNeighbours;
import stator.lambda.runtime.Interpreters;
import stator.lambda.runtime.Sandboxes;
import stator.lambda.trigger.Mappings;
import stator.lambda.url.UrlService;

/**
 * AWS Lambda: functions run as processes of this machine. Whoever may create functions may do with
 * this machine what the server's user may, so it refuses everything where strangers can connect.
 */
public final class LambdaService implements Service {
    private static final String NAME = LambdaEntrance.NAME;

    private final LambdaSettings settings;
    private final LambdaApi api;
    private final Invoker invoker;
    private final EventQueue events;
    private final Mappings mappings;
    private final Sandboxes sandboxes;
    private final FunctionStore functions;
    private final FunctionUrls urls;
    private final Clock clock;

    /** Opens the service, and goes on with what was accepted before a restart. */
    public LambdaService(
            LambdaSettings settings,
            LambdaNeighbours neighbours,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        Documents documents = neighbours.documents();
        this.clock = clock;
        functions = new FunctionStore(documents);
        urls = new FunctionUrls(functions, random);
        LayerStore layers = new LayerStore(documents);
        CodeStore code =
                new CodeStore(
                        neighbours.code(),
                        settings.folder().resolve("code"),
                        sha256 -> functions.uses(sha256) || layers.uses(sha256));
        sandboxes =
                new Sandboxes(
                        settings.folder().resolve("processes"),
                        settings.javaRuntime(),
                        new Interpreters(System.getenv().getOrDefault("PATH", "")),
                        neighbours.credentials(),
                        neighbours.endpoint(),
                        new Sandboxes.Limits(settings.processesMax(), settings.idle()),
                        clock,
                        random);
        Meter meter = new Meter(neighbours.meter());
        invoker =
                new Invoker(
                        functions,
                        new Programs(code, layers, neighbours.log()),
                        sandboxes,
                        meter,
                        Random.from(random));
        Destinations destinations = new Destinations(neighbours.buckets(), neighbours.sink());
        events =
                new EventQueue(
                        documents,
                        functions,
                        invoker,
                        destinations,
                        meter,
                        settings.retryPause(),
                        clock);
        mappings =
                new Mappings(documents, neighbours.streams(), invoker, destinations, meter, clock);
        api =
                new LambdaApi(
                        new LambdaParts(
                                functions,
                                urls,
                                layers,
                                code,
                                neighbours.buckets(),
                                sandboxes,
                                invoker,
                                events,
                                mappings,
                                neighbours.credentials(),
                                neighbours.endpoint(),
                                clock));
        if (settings.refusal().isEmpty()) {
            code.forgetAllBut(
                    Stream.concat(functions.code(), layers.code()).collect(Collectors.toSet()));
            events.resume();
            mappings.resume();
        }
    }

    /**
     * Those who call functions by their URLs are answered by this.
     *
     * @param isEnforced whether nobody gets in whom no policy lets in
     */
    public Service urls(Authenticator authenticator, Authorizer authorizer, boolean isEnforced) {
        refuseWhereStrangersConnect();
        return new UrlService(
                functions, urls, invoker, authenticator, authorizer, isEnforced, clock);
    }

    /** Whether there is a function of that ARN, which may name a version or an alias. */
    public boolean hasFunction(String arn) {
        return settings.refusal().isEmpty() && reference(arn).filter(this::exists).isPresent();
    }

    private boolean exists(FunctionReference function) {
        try {
            invoker.version(function);
            return true;
        } catch (LambdaException e) {
            return false;
        }
    }

    /**
     * Takes an event for a function, as one that is invoked without waiting; then it is durable.
     */
    public void accept(String arn, String event) {
        FunctionReference function =
                reference(arn)
                        .orElseThrow(() -> new IllegalArgumentException("no function: " + arn));
        events.add(
                InvokeRequest.of(
                        UUID.randomUUID().toString(),
                        function,
                        event.getBytes(StandardCharsets.UTF_8)));
    }

    /** A function by its whole ARN. */
    private static Optional<FunctionReference> reference(String arn) {
        String[] parts = arn.split(":", 8);
        boolean isFunction =
                parts.length >= 7 && parts[2].equals(NAME) && parts[5].equals("function");
        if (!isFunction) {
            return Optional.empty();
        }
        Namespace namespace = new Namespace(parts[4], parts[3]);
        return Optional.of(FunctionReference.of(namespace, arn, "", "InvokeFunction"));
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        refuseWhereStrangersConnect();
        return api.answer(request, principal);
    }

    private void refuseWhereStrangersConnect() {
        settings.refusal()
                .ifPresent(reason -> {
                    throw new ServiceException(403, "AccessDeniedException", reason);
                });
    }

    @Override
    public Reply refuse(Request request, AuthenticationException refusal) {
        refuseWhereStrangersConnect();
        Optional<Reply> open = api.answerAnybody(request);
        return open.orElseThrow(() -> refusal);
    }

    @Override
    public List<Access> accesses(Request request, Principal principal) {
        return api.accesses(request, principal);
    }

    /** Ends all processes, and deletes what was unpacked for them. */
    @Override
    public void close() {
        mappings.close();
        events.close();
        sandboxes.close();
        Folders.deleteAll(settings.folder());
    }
}
