package stator.server.function;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.database.Database;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.Service;
import stator.lambda.LambdaService;
import stator.lambda.LambdaSettings;
import stator.lambda.neighbour.LambdaNeighbours;
import stator.lambda.neighbour.MessageSink;
import stator.lambda.neighbour.RoleCredentials;
import stator.server.function.FunctionsPart.Places;
import stator.server.function.FunctionsPart.Rules;

/**
 * Functions that somebody has asked for, with all that they need. Apart from {@link FunctionsPart},
 * because Java loads the types that a class hands over as soon as it loads the class.
 */
final class OpenFunctions implements AutoCloseable {
    private final FunctionFolder folder;
    private final FunctionLogs logs;
    private final LambdaService service;

    private OpenFunctions(FunctionFolder folder, FunctionLogs logs, LambdaService service) {
        this.folder = folder;
        this.logs = logs;
        this.service = service;
    }

    /**
     * @param refusal why functions may not be run; empty if they may
     */
    static OpenFunctions open(
            Optional<String> refusal,
            Rules rules,
            Places places,
            Database database,
            Supplier<String> endpoint,
            Clock clock,
            RandomGenerator random) {
        FunctionFolder folder = FunctionFolder.make();
        FunctionLogs logs = new FunctionLogs(places.monitoring()::logs);
        LambdaSettings settings =
                new LambdaSettings(
                        refusal,
                        folder.path(),
                        Path.of(System.getProperty("stator.java.runtime", "")),
                        LambdaSettings.PROCESSES_MAX,
                        LambdaSettings.IDLE,
                        LambdaSettings.RETRY_PAUSE);
        LambdaNeighbours neighbours =
                new LambdaNeighbours(
                        database.documents(),
                        places.code().get(),
                        places.buckets(),
                        logs,
                        rules.isLookedAt()
                                ? new FunctionRoles(places.identities(), rules.isEnforced())
                                : RoleCredentials.OF_ACCOUNT,
                        messages(places, clock),
                        new TableChanges(database.changes()),
                        places.monitoring().functionMeter(),
                        endpoint);
        return new OpenFunctions(
                folder, logs, new LambdaService(settings, neighbours, clock, random));
    }

    private static MessageSink messages(Places places, Clock clock) {
        MessageSink files = new FunctionMessages(places.messages().get());
        return places.messageEndpoint().isPresent()
                ? new MessageEndpoint(places.messageEndpoint().get(), files, clock, System.getenv())
                : files;
    }

    /** The API. */
    Service api() {
        return service;
    }

    /** Whoever calls a function by its URL. */
    Service urls(Authenticator authenticator, Authorizer authorizer, boolean isEnforced) {
        return service.urls(authenticator, authorizer, isEnforced);
    }

    /** Whether there is a function of that ARN. */
    boolean has(String arn) {
        return service.hasFunction(arn);
    }

    /** Takes an event for a function. */
    void accept(String arn, String event) {
        service.accept(arn, event);
    }

    @Override
    public void close() {
        service.close();
        logs.close();
        folder.close();
    }
}
