package stator.iam.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.Group;
import stator.iam.entity.Identity;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Tag;
import stator.iam.entity.User;
import stator.identity.account.AccessKey;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;
import stator.identity.account.KeyPair;
import stator.identity.policy.Caller;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySource;

/** Users by their access keys, and sessions by their tokens. Thread-safe. */
public final class KnownIdentities implements Identities {
    private static final String NOTHING =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\","
                    + "\"Resource\":\"*\"}}";

    /** What the account's root may, and so whom it federates, within the session's policies. */
    private static final PolicySource EVERYTHING =
            new PolicySource(
                    "root",
                    "",
                    Policy.parse(
                            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                                    + "\"Action\":\"*\",\"Resource\":\"*\"}}",
                            Policy.Kind.IDENTITY));

    /** Keys of users whose secrets were opened, as of a version of the directory. */
    private record OpenedKeys(long version, ConcurrentMap<String, AccessKey> byId) {}

    private final Directory directory;
    private final Sessions sessions;

    private volatile OpenedKeys opened = new OpenedKeys(-1, new ConcurrentHashMap<>());

    public KnownIdentities(Directory directory, Sessions sessions) {
        this.directory = directory;
        this.sessions = sessions;
    }

    @Override
    public long version() {
        return directory.version();
    }

    @Override
    public Optional<AccessKey> find(String accessKey, String sessionToken) {
        Optional<Directory.KnownKey> known = directory.key(accessKey);
        return known.isPresent()
                ? known.filter(key -> key.key().isActive()).flatMap(this::openedKey)
                : sessions.find(accessKey, sessionToken).flatMap(this::ofSession);
    }

    /** To open a secret takes as long as to verify a signature, so that is done once. */
    private Optional<AccessKey> openedKey(Directory.KnownKey known) {
        long version = directory.version();
        OpenedKeys current = opened;
        if (current.version != version) {
            current = new OpenedKeys(version, new ConcurrentHashMap<>());
            opened = current;
        }
        AccessKey key = current.byId.get(known.key().id());
        if (key != null) {
            return Optional.of(key);
        }
        Optional<AccessKey> made = ofUser(known);
        ConcurrentMap<String, AccessKey> keys = current.byId;
        made.ifPresent(one -> keys.put(one.id(), one));
        return made;
    }

    private Optional<AccessKey> ofUser(Directory.KnownKey known) {
        return directory
                .account(known.account())
                .users()
                .ofId(known.key().user())
                .map(user ->
                        new AccessKey(
                                known.key().id(),
                                directory.secret(known.key()),
                                "",
                                Instant.MAX,
                                known.account(),
                                user.arn(known.account()),
                                user.id(),
                                ""));
    }

    private Optional<AccessKey> ofSession(Sessions.Token token) {
        Session session = token.session();
        return SessionHolder.of(directory.account(session.account()), session)
                .map(holder ->
                        new AccessKey(
                                session.accessKey(),
                                session.secret(),
                                token.text(),
                                session.expires(),
                                session.account(),
                                holder.arn(),
                                holder.userId(),
                                session.name()));
    }

    @Override
    public void used(String accessKey, String service, String region, Instant at) {
        directory.used(accessKey, service, region, at);
        if (accessKey.startsWith(KeyPair.TEMPORARY)) {
            sessions.recall(accessKey)
                    .map(Sessions.Token::session)
                    .filter(session -> session.kind() == Session.Kind.ROLE)
                    .ifPresent(session ->
                            directory
                                    .account(session.account())
                                    .roleUses()
                                    .note(session.holder(), region, at));
        }
    }

    @Override
    public Optional<CallerPolicies> policies(String accessKey) {
        Optional<Directory.KnownKey> known = directory.key(accessKey);
        synchronized (directory) {
            return known.isPresent()
                    ? known.flatMap(this::policiesOfUser)
                    : sessions.recall(accessKey).flatMap(token -> policiesOf(token.session()));
        }
    }

    private Optional<CallerPolicies> policiesOfUser(Directory.KnownKey known) {
        Account account = directory.account(known.account());
        return account.users()
                .ofId(known.key().user())
                .map(user ->
                        new CallerPolicies(
                                new Caller(account.id(), user.arn(account.id()), ""),
                                identityPolicies(account, user),
                                boundary(account, user),
                                List.of(),
                                values(user)));
    }

    /** What conditions can ask about a user; of a role or a group, what all sessions share. */
    public static Map<String, List<String>> values(Identity identity) {
        Map<String, List<String>> values = new HashMap<>();
        if (identity instanceof User) {
            values.put("aws:PrincipalType", List.of("User"));
            values.put("aws:username", List.of(identity.name()));
            values.put("aws:userid", List.of(identity.id()));
        }
        putTags(values, identity.tags());
        return values;
    }

    private static void putTags(Map<String, List<String>> values, List<Tag> tags) {
        tags.forEach(tag -> values.put("aws:PrincipalTag/" + tag.key(), List.of(tag.value())));
    }

    private Optional<CallerPolicies> policiesOf(Session session) {
        Account account = directory.account(session.account());
        return SessionHolder.of(account, session)
                .map(holder ->
                        new CallerPolicies(
                                new Caller(account.id(), holder.arn(), holder.origin()),
                                holder.identity()
                                        .map(identity -> identityPolicies(account, identity))
                                        .orElse(List.of(EVERYTHING)),
                                holder.identity()
                                        .map(identity -> boundary(account, identity))
                                        .orElse(List.of()),
                                sessionPolicies(account, session),
                                values(session, holder)));
    }

    private static Map<String, List<String>> values(Session session, SessionHolder holder) {
        Map<String, List<String>> values = new HashMap<>();
        values.put("aws:PrincipalType", List.of(holder.type()));
        values.put("aws:userid", List.of(holder.userId()));
        values.put("aws:MultiFactorAuthPresent", List.of("false"));
        values.put("aws:TokenIssueTime", List.of(session.issued().toString()));
        holder.identity()
                .ifPresent(identity -> {
                    putTags(values, identity.tags());
                    if (identity instanceof User user && session.kind() == Session.Kind.USER) {
                        values.put("aws:username", List.of(user.name()));
                    }
                });
        putTags(values, session.tags());
        if (!session.sourceIdentity().isEmpty()) {
            values.put("aws:SourceIdentity", List.of(session.sourceIdentity()));
        }
        return values;
    }

    /** A federated user who was given no policies may do nothing. */
    private static List<PolicySource> sessionPolicies(Account account, Session session) {
        List<PolicySource> policies = new ArrayList<>();
        for (String text : session.policies()) {
            policies.add(new PolicySource("SessionPolicy", "", parsed(text)));
        }
        for (String arn : session.policyArns()) {
            account.policy(arn).ifPresent(policy -> policies.add(managed(arn, policy)));
        }
        if (session.isLimited() && policies.isEmpty()
                || session.kind() == Session.Kind.FEDERATED && !session.isLimited()) {
            policies.add(new PolicySource("none", "", parsed(NOTHING)));
        }
        return policies;
    }

    /** The policies of a user and its groups, of a group, or of a role. */
    public static List<PolicySource> identityPolicies(Account account, Identity identity) {
        List<PolicySource> policies = new ArrayList<>(ownPolicies(account, identity));
        if (identity instanceof User user) {
            for (Group group : account.groups(user)) {
                policies.addAll(ownPolicies(account, group));
            }
        }
        return policies;
    }

    private static List<PolicySource> ownPolicies(Account account, Identity identity) {
        List<PolicySource> policies = new ArrayList<>();
        String start = identity.type().word() + "_" + identity.name() + "_";
        identity.holding()
                .inline()
                .forEach((name, text) ->
                        policies.add(new PolicySource(start + name, "", parsed(text))));
        for (String arn : identity.holding().attached()) {
            account.policy(arn).ifPresent(policy -> policies.add(managed(arn, policy)));
        }
        return policies;
    }

    /** The boundary of a user or a role; none if there is none. */
    public static List<PolicySource> boundary(Account account, Identity identity) {
        String arn = identity.holding().boundary();
        return account.policy(arn).map(policy -> managed(arn, policy)).stream().toList();
    }

    private static PolicySource managed(String arn, ManagedPolicy policy) {
        return new PolicySource(policy.name(), arn, parsed(policy.text()));
    }

    /** What cannot be read any longer denies everything: it may have denied something. */
    private static Policy parsed(String text) {
        try {
            return Policy.parse(text, Policy.Kind.IDENTITY);
        } catch (MalformedPolicyException e) {
            return Policy.parse(NOTHING, Policy.Kind.IDENTITY);
        }
    }
}
