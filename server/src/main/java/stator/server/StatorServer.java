package stator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.admin.Standing;
import stator.door.BrowserGuard;
import stator.door.Door;
import stator.door.Handler;
import stator.door.Nameplate;
import stator.door.audit.AuditLog;
import stator.door.log.CallLog;
import stator.door.metric.CallMetrics;
import stator.http.HttpServer;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;
import stator.operation.DynamoDbService;
import stator.server.cluster.ClusterMember;
import stator.server.cluster.ClusterSeal;
import stator.server.cluster.InnerDoor;
import stator.server.cluster.StandbyDoor;
import stator.server.security.Callers;
import stator.server.security.EncryptedPort;
import stator.server.security.KeyFile;
import stator.server.storage.ClusterEngine;
import stator.storage.SharedStore;
import stator.storage.Store;

/**
 * A whole Stator: a database, its services, and the HTTP server in front of them. Several can live
 * in one process.
 *
 * <p>{@code try (StatorServer server = StatorServer.start(Configuration.inMemory())) { … }} is all
 * a test needs.
 */
public final class StatorServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StatorServer.class.getName());

    private final Configuration configuration;
    private final Clock clock;
    private final RandomGenerator random;

    /** What was opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Where clients find this server; known once it listens. */
    private final AtomicReference<String> endpoint;

    private List<InetSocketAddress> addresses = List.of();
    private Optional<KeyPair> newRootKey = Optional.empty();
    private Optional<EncryptedPort> encryptedPort = Optional.empty();

    private StatorServer(Configuration configuration, Clock clock, RandomGenerator random) {
        this.configuration = configuration;
        this.clock = clock;
        this.random = random;
        endpoint =
                new AtomicReference<>(
                        "localhost:" + configuration.network().listen().getFirst().port());
    }

    /**
     * Opens the data and begins to listen.
     *
     * @throws ConfigurationException if an address is taken, with what to do about it
     */
    public static StatorServer start(Configuration configuration) {
        return start(configuration, Clock.systemUTC(), new SecureRandom());
    }

    /** As {@link #start(Configuration)}, with a clock and a source of ids of one's own. */
    public static StatorServer start(
            Configuration configuration, Clock clock, RandomGenerator random) {
        StatorServer server = new StatorServer(configuration, clock, random);
        try {
            server.start();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void start() {
        if (configuration.data().engine() instanceof ClusterEngine cluster) {
            startBesideOthers(cluster);
        } else {
            startAlone(configuration.data().engine());
        }
    }

    private void startAlone(Engine engine) {
        Path keyFile = configuration.security().keyFile();
        Supplier<SecretSeal> seal =
                keyFile.equals(Security.KEY_BESIDE_DATA)
                        ? engine::seal
                        : () -> KeyFile.open(keyFile);
        Store store = engine.open();
        Backend backend =
                opened(plan(seal).open(store, Standing.alone(() -> store.health().detail())));
        newRootKey = backend.newRootKey();
        listen(opened(http(backend.door())));
        backend.resume();
    }

    private Backend.Plan plan(Supplier<SecretSeal> seal) {
        return new Backend.Plan(configuration, seal, endpoint::get, clock, random);
    }

    private HttpServer http(Handler handler) {
        return new HttpServer(handler, configuration.network().limits(), clock, random);
    }

    private void listen(HttpServer http) {
        addresses = listen(http, configuration.network().listen());
        endpoint.set(endpoint(addresses.getFirst()));
        encryptedPort = Entrance.encryptedPort(configuration, http, clock.instant());
    }

    /** One of several servers before a store. */
    private void startBesideOthers(ClusterEngine engine) {
        SharedStore shared = opened(engine.share());
        Path keyFile = configuration.security().keyFile();
        Backend.Plan plan =
                plan(
                        ClusterSeal.of(
                                shared,
                                Optional.of(keyFile)
                                        .filter(file -> !file.equals(Security.KEY_BESIDE_DATA)),
                                engine.keyFileBefore()));
        byte[] secret = InnerDoor.secret(shared);
        ClusterMember member =
                new ClusterMember(
                        shared,
                        secret,
                        (store, standing) -> openBackend(plan, store, standing),
                        this::standbyDoor,
                        clock);
        HttpServer http = http(member);
        InnerDoor door =
                opened(InnerDoor.open(engine.place(), member, secret, http.budget(), clock));
        opened(member);
        opened(http);
        member.start(door);
        listen(http);
        member.resume();
        // First of all: who takes over need not wait until clients have gone.
        opened(() -> {
            if (door.hasVisitors()) {
                member.handOver();
            }
        });
    }

    private Backend openBackend(Backend.Plan plan, Store store, Standing standing) {
        Backend backend = plan.open(store, standing);
        if (addresses.isEmpty()) {
            newRootKey = backend.newRootKey();
        } else {
            backend.newRootKey().ifPresent(key -> Welcome.show(key, System.out));
        }
        return backend;
    }

    private Door standbyDoor(Standing standing, ClusterMember.Elsewhere holder) {
        Security security = configuration.security();
        return door(
                configuration,
                StandbyDoor.nameplates(
                        holder,
                        standing,
                        configuration.services().region(),
                        Version.NUMBER,
                        !security.isOn(),
                        security.metricsToken(),
                        clock),
                new CallMetrics(DynamoDbService.NAME));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** The door before some services that believes everybody. */
    static Door door(Configuration configuration, List<Nameplate> nameplates, CallMetrics metrics) {
        return door(
                configuration,
                nameplates,
                Entrance.believed(configuration.services()),
                metrics,
                new CallLog(Clock.systemUTC(), Set.of()),
                AuditLog.OFF);
    }

    /** The door before some services, as a configuration says. */
    static Door door(
            Configuration configuration,
            List<Nameplate> nameplates,
            Callers callers,
            CallMetrics metrics,
            CallLog requests,
            AuditLog audit) {
        Network network = configuration.network();
        return new Door(
                nameplates,
                new BrowserGuard(
                        network.allowedHosts(), network.corsOrigins(), network.allowRemote()),
                callers.authenticator(),
                callers.authorizer(),
                metrics,
                configuration.behaviour().slowCalls(),
                requests,
                audit);
    }

    /** Where clients find an address; those that stand for many are this machine's own. */
    private static String endpoint(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        String host =
                address.isLoopbackAddress() || address.isAnyLocalAddress()
                        ? "localhost"
                        : address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    static List<InetSocketAddress> listen(HttpServer http, List<Listen> wanted) {
        List<InetSocketAddress> bound = new ArrayList<>();
        for (Listen listen : wanted) {
            listenAt(http, listen).ifPresent(bound::add);
        }
        if (bound.isEmpty()) {
            throw new ConfigurationException(
                    "None of the addresses could be had. Choose others with --address and --port.");
        }
        return bound;
    }

    private static Optional<InetSocketAddress> listenAt(HttpServer http, Listen listen) {
        try {
            return Optional.of(http.listen(listen.resolve()));
        } catch (IOException e) {
            String where = listen.host() + ":" + listen.port();
            if (listen.required()) {
                throw new ConfigurationException(
                        "Cannot listen at "
                                + where
                                + " ("
                                + e.getMessage()
                                + "). Stop what is listening there, or choose another port with"
                                + " --port.");
            }
            LOG.log(Level.DEBUG, "Not listening at " + where + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Where it listens. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Where it takes encrypted connections; empty if it takes none. */
    public Optional<EncryptedPort> encryptedPort() {
        return encryptedPort;
    }

    /** The root's access key, if this start made it; nobody is told it again. */
    public Optional<KeyPair> newRootKey() {
        return newRootKey;
    }

    /** The port of the first address. */
    public int port() {
        return addresses.getFirst().getPort();
    }

    /** Answers what has been asked, then lets go of sockets and files. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
