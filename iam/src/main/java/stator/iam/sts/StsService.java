package stator.iam.sts;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import stator.door.Access;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Service;
import stator.iam.directory.Directory;
import stator.iam.query.Action;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryService;
import stator.iam.query.QueryService.Dialect;
import stator.iam.session.Sessions;
import stator.identity.account.Identities;

/** AWS Security Token Service. */
public final class StsService {
    /** Its name in signatures. */
    static final String NAME = "sts";

    private static final String SAML = "AssumeRoleWithSAML";

    private static final Dialect DIALECT =
            new Dialect(NAME, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", true);

    private final Directory directory;
    private final AssumeRole assumeRole;
    private final SessionActions sessionActions;
    private final KeyActions keyActions;
    private final WebIdentity webIdentity;

    private StsService(Directory directory, Sessions sessions, Clock clock) {
        this.directory = directory;
        assumeRole = new AssumeRole(directory, sessions);
        sessionActions = new SessionActions(directory, sessions);
        keyActions = new KeyActions(directory, sessions);
        webIdentity = new WebIdentity(directory, sessions, clock);
    }

    /** What the door has to know of it. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(
                NAME,
                Marks.none()
                        .version(DIALECT.version())
                        .host(host -> host.startsWith("sts.") && host.contains("amazonaws")),
                new ErrorForm.QueryXml(DIALECT.namespace()),
                opener);
    }

    /** The service itself. */
    public static Service open(
            Directory directory, Sessions sessions, Identities identities, Clock clock) {
        StsService service = new StsService(directory, sessions, clock);
        return new QueryService(
                DIALECT,
                service.actions(),
                service::accesses,
                Set.of(WebIdentity.ACTION, SAML),
                identities);
    }

    private Map<String, Action> actions() {
        Map<String, Action> actions =
                new HashMap<>(
                        Map.of(
                                "GetCallerIdentity", keyActions::callerIdentity,
                                "GetAccessKeyInfo", keyActions::accessKeyInfo,
                                "DecodeAuthorizationMessage", keyActions::decodeMessage,
                                "AssumeRole", assumeRole::perform,
                                "GetSessionToken", sessionActions::sessionToken,
                                "GetFederationToken", sessionActions::federationToken));
        actions.replaceAll((name, action) -> alone(action));
        actions.put(WebIdentity.ACTION, webIdentity::perform);
        // No account has a SAML provider here, so this is what AWS says to every assertion.
        actions.put(
                SAML,
                (call, result) -> {
                    throw StsErrors.invalidIdentityToken("Specified provider doesn't exist");
                });
        return actions;
    }

    private Action alone(Action action) {
        return (call, result) -> {
            synchronized (directory) {
                action.perform(call, result);
            }
        };
    }

    /** Everybody may ask who it is, and get a session of itself. */
    private List<Access> accesses(QueryCall call) {
        return switch (call.action()) {
            case "AssumeRole" -> {
                synchronized (directory) {
                    yield assumeRole.accesses(call);
                }
            }
            case "GetFederationToken" ->
                    List.of(
                            new Access(
                                    "sts:GetFederationToken",
                                    List.of(
                                            "arn:aws:sts::"
                                                    + call.account()
                                                    + ":federated-user/"
                                                    + call.required("Name"))));
            case "DecodeAuthorizationMessage" ->
                    List.of(new Access("sts:DecodeAuthorizationMessage", List.of("*")));
            case "GetAccessKeyInfo" -> List.of(new Access("sts:GetAccessKeyInfo", List.of("*")));
            default -> List.of();
        };
    }
}
