package stator.iam.sts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import stator.iam.directory.Directory;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.iam.session.Session;
import stator.iam.session.SessionHolder;
import stator.iam.session.Sessions;
import stator.identity.account.KeyPair;

/** {@code GetSessionToken} and {@code GetFederationToken}: sessions of the caller itself. */
final class SessionActions {
    private static final int SECONDS = 43_200;
    private static final int SECONDS_MAX_OF_ROOT = 3600;
    private static final SessionLimits NO_LIMITS =
            new SessionLimits(List.of(), List.of(), List.of(), List.of(), 0);

    private final Directory directory;
    private final SessionMaker maker;

    SessionActions(Directory directory, Sessions sessions) {
        this.directory = directory;
        maker = new SessionMaker(directory, sessions);
    }

    void sessionToken(QueryCall call, QueryXml result) {
        requireLasting(call);
        Optional<String> user = user(call);
        maker.make(
                result,
                call.account(),
                user.isPresent() ? Session.Kind.USER : Session.Kind.ROOT,
                user.orElse(""),
                "",
                NO_LIMITS,
                "",
                duration(call, user.isEmpty()));
    }

    void federationToken(QueryCall call, QueryXml result) {
        requireLasting(call);
        Optional<String> user = user(call);
        SessionLimits limits = SessionLimits.read(call, directory.account(call.account()));
        String name = call.required("Name");
        maker.make(
                result,
                call.account(),
                Session.Kind.FEDERATED,
                user.orElse(""),
                name,
                limits,
                "",
                duration(call, user.isEmpty()));
        result.element(
                "FederatedUser",
                () ->
                        result.text("FederatedUserId", call.account() + ":" + name)
                                .text("Arn", SessionHolder.federatedUser(call.account(), name)));
        result.number("PackedPolicySize", limits.packedPercent());
    }

    private static void requireLasting(QueryCall call) {
        if (call.principal().accessKey().startsWith(KeyPair.TEMPORARY)) {
            throw StsErrors.accessDenied(
                    "Cannot call " + call.action() + " with session credentials");
        }
    }

    /** The id of the user who calls; none if it is the account's root. */
    private Optional<String> user(QueryCall call) {
        String id = call.principal().userId();
        return directory.account(call.account()).users().ofId(id).map(user -> id);
    }

    /** The root's sessions are short, whatever it asks for. */
    private static Duration duration(QueryCall call, boolean isRoot) {
        int seconds = call.parameters().number("DurationSeconds", SECONDS);
        return Duration.ofSeconds(isRoot ? Math.min(seconds, SECONDS_MAX_OF_ROOT) : seconds);
    }
}
