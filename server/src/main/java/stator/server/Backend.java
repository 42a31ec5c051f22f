package stator.server;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.admin.AdminService;
import stator.admin.Standing;
import stator.bucket.Buckets;
import stator.bucket.object.ObjectStore;
import stator.database.Database;
import stator.door.Door;
import stator.door.Nameplate;
import stator.door.audit.AuditLog;
import stator.door.caller.AuthMode;
import stator.door.log.CallLog;
import stator.door.metric.CallMetrics;
import stator.door.metric.MetricsPage;
import stator.iam.IdentityServices;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;
import stator.operation.DynamoDbService;
import stator.operation.Operations;
import stator.operation.archive.Archive;
import stator.operation.settings.OperationSettings;
import stator.s3.S3Service;
import stator.server.cluster.Served;
import stator.server.function.FunctionsPart;
import stator.server.security.Callers;
import stator.server.service.FaultSwitch;
import stator.server.service.MonitoringServices;
import stator.server.service.WatchedCalls;
import stator.storage.Store;

/**
 * An open store and all that stands on it: the database, the services, and the door before them.
 * What is missing to a server is the network.
 */
final class Backend implements Served {
    private final Configuration configuration;
    private final Supplier<SecretSeal> seal;
    private final Standing standing;
    private final Supplier<String> endpoint;
    private final Clock clock;
    private final RandomGenerator random;

    /** What was opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Door door;
    private FunctionsPart functions;
    private MonitoringServices monitoring;
    private Optional<KeyPair> newRootKey = Optional.empty();

    /**
     * @param seal what secrets in the data are sealed with
     * @param endpoint where clients find this server
     */
    private Backend(
            Configuration configuration,
            Supplier<SecretSeal> seal,
            Standing standing,
            Supplier<String> endpoint,
            Clock clock,
            RandomGenerator random) {
        this.configuration = configuration;
        this.seal = seal;
        this.standing = standing;
        this.endpoint = endpoint;
        this.clock = clock;
        this.random = random;
    }

    /** What all backends of one server have in common, whichever store they are opened on. */
    record Plan(
            Configuration configuration,
            Supplier<SecretSeal> seal,
            Supplier<String> endpoint,
            Clock clock,
            RandomGenerator random) {
        /** Opens all of it; the store is closed if that fails, and with it. */
        Backend open(Store store, Standing standing) {
            Backend backend = new Backend(configuration, seal, standing, endpoint, clock, random);
            try {
                backend.open(store);
                return backend;
            } catch (RuntimeException | Error e) {
                backend.close();
                throw e;
            }
        }
    }

    private void open(Store store) {
        Database database = openDatabase(store);
        ObjectStore objects = opened(Endpoints.objects(configuration, clock, random));
        Buckets buckets = Endpoints.buckets(configuration, objects, clock);
        CallLog requests = new CallLog(clock, Set.of(DynamoDbService.NAME));
        Operations operations = openOperations(database, openArchive(database, buckets), requests);
        monitoring = opened(monitoring(store, database, operations));
        CallMetrics metrics = new CallMetrics(DynamoDbService.NAME);
        Entrance entrance = new Entrance(configuration, database, seal, clock);
        opened(entrance.audit());
        newRootKey = entrance.newRootKey();
        functions = opened(functions(database, buckets, monitoring, entrance.identityServices()));
        door =
                opened(
                        StatorServer.door(
                                configuration,
                                nameplates(
                                        database, operations, entrance, metrics, requests, objects),
                                entrance.callers(),
                                metrics,
                                requests,
                                entrance.audit()));
        Endpoints.kinesis(configuration, database, clock, random).ifPresent(this::opened);
    }

    @Override
    public Door door() {
        return door;
    }

    /** Goes on with what was under way before, once clients can come in. */
    @Override
    public void resume() {
        functions.resume();
        monitoring.resume();
    }

    /** The root's access key, if it was made just now; nobody is told it again. */
    Optional<KeyPair> newRootKey() {
        return newRootKey;
    }

    private FunctionsPart functions(
            Database database,
            Buckets buckets,
            MonitoringServices monitoring,
            IdentityServices identities) {
        Engine engine = configuration.data().engine();
        return new FunctionsPart(
                new FunctionsPart.Rules(
                        configuration.network().allowRemote(),
                        configuration.security().isOn(),
                        configuration.security().mode() == AuthMode.ENFORCE),
                new FunctionsPart.Places(
                        engine::functionCode,
                        Endpoints.messageFolder(configuration),
                        Endpoints.messageEndpoint(configuration),
                        buckets,
                        monitoring,
                        identities),
                database,
                endpoint,
                clock,
                random);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Database openDatabase(Store store) {
        try {
            return opened(
                    Database.open(
                            store, configuration.behaviour().databaseSettings(), clock, random));
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private Archive openArchive(Database database, Buckets buckets) {
        return opened(
                Archive.open(
                        database, configuration.data().engine().backups(), buckets, clock, random));
    }

    private Operations openOperations(Database database, Archive archive, CallLog requests) {
        return Operations.open(
                database,
                archive,
                OperationSettings.defaults()
                        .withEndpoint(endpoint)
                        .withEnforcement(configuration.behaviour().enforcement())
                        .withKinesis(!configuration.services().kinesis().isEmpty())
                        .withWatcher(new WatchedCalls(requests)),
                clock,
                random);
    }

    private MonitoringServices monitoring(Store store, Database database, Operations operations) {
        return new MonitoringServices(
                store,
                database,
                operations,
                configuration.data().engine().logBytesMax(),
                configuration.behaviour().scalingMinute(),
                clock,
                random);
    }

    /** The services. To add one is to add a line here; the first gets what nobody else wants. */
    private List<Nameplate> nameplates(
            Database database,
            Operations operations,
            Entrance entrance,
            CallMetrics metrics,
            CallLog requests,
            ObjectStore objects) {
        Callers callers = entrance.callers();
        AuditLog audit = entrance.audit();
        List<Nameplate> nameplates = new ArrayList<>();
        nameplates.add(
                DynamoDbService.nameplate(
                                () -> new DynamoDbService(operations, callers.authorizer()))
                        .audited(operations.audited()));
        nameplates.addAll(monitoring.nameplates(callers.authorizer()));
        nameplates.add(entrance.identityServices().iam());
        nameplates.add(entrance.identityServices().sts());
        nameplates.add(functions.nameplate());
        nameplates.add(functions.urlNameplate(callers.authenticator(), callers.authorizer()));
        nameplates.add(
                AdminService.nameplate(() ->
                        new AdminService(
                                database,
                                configuration.services().region(),
                                Version.NUMBER,
                                new FaultSwitch(operations.faults()),
                                requests,
                                standing,
                                () -> metricsPage(operations, callers, audit, metrics),
                                configuration.services().console(),
                                entrance.administrators())));
        // Last: every path that nobody else has is that of a bucket.
        nameplates.add(
                S3Service.nameplate(() ->
                        S3Service.open(
                                objects,
                                functions.notificationTargets(),
                                configuration.behaviour().lifecycleDay(),
                                callers.forms(),
                                clock)));
        return nameplates;
    }

    private String metricsPage(
            Operations operations, Callers callers, AuditLog audit, CallMetrics metrics) {
        MetricsPage page = new MetricsPage();
        metrics.write(page);
        callers.denials().write(page);
        audit.write(page);
        operations.writeMetrics(page);
        standing.writeMetrics(page);
        return page.toString();
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                failure = first(failure, e);
            } catch (Exception e) {
                failure = first(failure, new IllegalStateException(e));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException first(RuntimeException failure, RuntimeException next) {
        if (failure == null) {
            return next;
        }
        failure.addSuppressed(next);
        return failure;
    }
}
