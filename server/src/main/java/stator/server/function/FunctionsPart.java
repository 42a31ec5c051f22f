package stator.server.function;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.database.Database;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.Nameplate;
import stator.iam.IdentityServices;
import stator.lambda.LambdaEntrance;
import stator.s3.target.NotificationTargets;
import stator.server.service.MonitoringServices;

/**
 * Functions, and what connects them with the rest of the server. Nothing of it is loaded before the
 * first request, or before the start of a server on whose data functions have something to do.
 */
public final class FunctionsPart implements AutoCloseable {
    private static final String REMOTE =
            "Functions are off because other machines can connect (--allow-remote) and Stator does"
                    + " not verify who calls: whoever creates a function can do here what Stator's"
                    + " user can. Leave that out, or add --auth enforce.";

    private final Rules rules;
    private final Places places;
    private final Database database;
    private final Supplier<String> endpoint;
    private final Clock clock;
    private final RandomGenerator random;

    /** Guarded by this; null until they are wanted. */
    private OpenFunctions functions;

    private boolean isClosed;

    /**
     * Who may have functions.
     *
     * @param isReachable whether other machines can connect
     * @param isLookedAt whether it is looked at who calls
     * @param isEnforced whether nobody gets in who does not prove who it is
     */
    public record Rules(boolean isReachable, boolean isLookedAt, boolean isEnforced) {}

    /**
     * Where functions' things are; each is opened when it is wanted.
     *
     * @param code where archives are kept
     * @param messages where messages go to services that are not here
     * @param messageEndpoint which takes those to queues and topics; empty for none
     * @param buckets from which code is taken
     * @param monitoring where what functions print is kept, and what they do is counted
     * @param identities whose roles functions have
     */
    public record Places(
            Supplier<Bucket> code,
            Supplier<Bucket> messages,
            Optional<URI> messageEndpoint,
            Buckets buckets,
            MonitoringServices monitoring,
            IdentityServices identities) {}

    /**
     * @param endpoint host and port at which functions reach the server
     */
    public FunctionsPart(
            Rules rules,
            Places places,
            Database database,
            Supplier<String> endpoint,
            Clock clock,
            RandomGenerator random) {
        this.rules = rules;
        this.places = places;
        this.database = database;
        this.endpoint = endpoint;
        this.clock = clock;
        this.random = random;
    }

    /** By what its requests are recognised. */
    public Nameplate nameplate() {
        return LambdaEntrance.nameplate(() -> open().api());
    }

    /** By what requests to functions' URLs are recognised. */
    public Nameplate urlNameplate(Authenticator authenticator, Authorizer authorizer) {
        return LambdaEntrance.urlNameplate(
                () -> open().urls(authenticator, authorizer, rules.isEnforced()));
    }

    /** Functions as those whom buckets notify. */
    public NotificationTargets notificationTargets() {
        return new FunctionNotifications(this::open);
    }

    /** Goes on with what functions have to do since before a restart. */
    public void resume() {
        if (refusal().isEmpty() && LambdaEntrance.hasWork(database.documents())) {
            open();
        }
    }

    private synchronized OpenFunctions open() {
        if (isClosed) {
            throw new IllegalStateException("The server stops.");
        }
        if (functions == null) {
            functions =
                    OpenFunctions.open(refusal(), rules, places, database, endpoint, clock, random);
        }
        return functions;
    }

    private Optional<String> refusal() {
        return rules.isReachable() && !rules.isEnforced() ? Optional.of(REMOTE) : Optional.empty();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (functions != null) {
            functions.close();
        }
    }
}
