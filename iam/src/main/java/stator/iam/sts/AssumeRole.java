package stator.iam.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.Access;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.Role;
import stator.iam.entity.Tag;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.iam.session.Session;
import stator.iam.session.SessionHolder;
import stator.iam.session.Sessions;
import stator.identity.Principal;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;

/** {@code AssumeRole}: a caller becomes a session of a role that trusts it. */
final class AssumeRole {
    /** How long a session lasts at most that was begun from another one. */
    private static final int CHAINED_SECONDS_MAX = 3600;

    private final Directory directory;
    private final Sessions sessions;
    private final SessionMaker maker;

    AssumeRole(Directory directory, Sessions sessions) {
        this.directory = directory;
        this.sessions = sessions;
        maker = new SessionMaker(directory, sessions);
    }

    /** What the policies of the caller and the role have to allow. */
    List<Access> accesses(QueryCall call) {
        RoleArn arn = RoleArn.of(call.required("RoleArn"));
        List<PolicySource> trust = role(arn).flatMap(AssumeRole::trust).stream().toList();
        RequestValues values = RequestValues.of(values(call));
        List<Access> accesses = new ArrayList<>();
        for (String action : needed(call)) {
            accesses.add(new Access(action, List.of(arn.text()), values, trust));
        }
        return accesses;
    }

    private static List<String> needed(QueryCall call) {
        List<String> actions = new ArrayList<>(List.of("sts:AssumeRole"));
        if (!call.parameters().structures("Tags").isEmpty()) {
            actions.add("sts:TagSession");
        }
        if (call.text("SourceIdentity").isPresent()) {
            actions.add("sts:SetSourceIdentity");
        }
        return actions;
    }

    private static Map<String, List<String>> values(QueryCall call) {
        Map<String, List<String>> values = new HashMap<>();
        call.text("ExternalId").ifPresent(id -> values.put("sts:ExternalId", List.of(id)));
        call.text("RoleSessionName")
                .ifPresent(name -> values.put("sts:RoleSessionName", List.of(name)));
        call.text("SourceIdentity")
                .ifPresent(source -> values.put("sts:SourceIdentity", List.of(source)));
        values.put("sts:TransitiveTagKeys", call.texts("TransitiveTagKeys"));
        List<String> keys = new ArrayList<>();
        call.parameters()
                .structures("Tags")
                .forEach(tag -> {
                    keys.add(tag.required("Key"));
                    values.put(
                            "aws:RequestTag/" + tag.required("Key"),
                            List.of(tag.required("Value")));
                });
        values.put("aws:TagKeys", keys);
        return values;
    }

    private Optional<Role> role(RoleArn arn) {
        return arn.account().isEmpty()
                ? Optional.empty()
                : directory
                        .account(arn.account())
                        .roles()
                        .find(arn.name())
                        .filter(role -> role.arn(arn.account()).equals(arn.text()));
    }

    /** Who may assume a role; a text that cannot be read any longer lets nobody in. */
    static Optional<PolicySource> trust(Role role) {
        try {
            Policy policy = Policy.parse(role.trust(), Policy.Kind.TRUST);
            return Optional.of(new PolicySource("AssumeRolePolicyDocument", "", policy));
        } catch (MalformedPolicyException e) {
            return Optional.empty();
        }
    }

    void perform(QueryCall call, QueryXml result) {
        RoleArn arn = RoleArn.of(call.required("RoleArn"));
        if (isProvenRoot(call.principal())) {
            throw StsErrors.accessDenied("Roles may not be assumed by root accounts.");
        }
        Account account = directory.account(arn.account());
        SessionLimits limits = SessionLimits.read(call, account);
        Optional<Session> before =
                sessions.recall(call.principal().accessKey()).map(Sessions.Token::session);
        if (before.isPresent()) {
            limits = limits.after(handedOn(before.get()), before.get().transitive());
        }
        Role role =
                role(arn)
                        .orElseThrow(() ->
                                StsErrors.accessDenied(
                                        "User: "
                                                + call.principal().arn()
                                                + " is not authorized to perform: sts:AssumeRole"
                                                + " on resource: "
                                                + arn.text()));
        boolean isChained =
                before.filter(session -> session.kind() == Session.Kind.ROLE).isPresent();
        Duration duration = duration(call, role, isChained);
        String name = call.required("RoleSessionName");
        String source =
                call.text("SourceIdentity")
                        .or(() -> before.map(Session::sourceIdentity))
                        .orElse("");
        maker.make(
                result, account.id(), Session.Kind.ROLE, role.id(), name, limits, source, duration);
        show(result, account, role, name);
        showPacked(result, limits);
        if (!source.isEmpty()) {
            result.text("SourceIdentity", source);
        }
    }

    /** While everybody is believed, everybody is root, and may still try out roles. */
    private static boolean isProvenRoot(Principal principal) {
        return !principal.accessKey().isEmpty() && principal.arn().endsWith(":root");
    }

    private static List<Tag> handedOn(Session session) {
        return session.tags().stream()
                .filter(tag -> session.transitive().stream().anyMatch(tag.key()::equalsIgnoreCase))
                .toList();
    }

    /** How long the session will last. */
    static Duration duration(QueryCall call, Role role, boolean isChained) {
        int seconds = call.parameters().number("DurationSeconds", Role.SESSION_SECONDS);
        if (isChained && seconds > CHAINED_SECONDS_MAX) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining");
        }
        if (seconds > role.sessionSecondsMax()) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Whom the caller has become. */
    static void show(QueryXml result, Account account, Role role, String name) {
        result.element(
                "AssumedRoleUser",
                () ->
                        result.text("AssumedRoleId", role.id() + ":" + name)
                                .text(
                                        "Arn",
                                        SessionHolder.assumedRole(
                                                account.id(), role.name(), name)));
    }

    /** How much room policies and tags took, if there were some. */
    static void showPacked(QueryXml result, SessionLimits limits) {
        if (limits.packedPercent() > 0) {
            result.number("PackedPolicySize", limits.packedPercent());
        }
    }
}
