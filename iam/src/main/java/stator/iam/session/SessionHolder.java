package stator.iam.session;

import java.util.Optional;
import stator.iam.directory.Account;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;

/**
 * Who has a session, as things stand now: a user or role that is gone has none.
 *
 * @param arn of the session
 * @param userId its id
 * @param origin the ARN of the role of which it is a session, or of the user who federated; empty
 *     if it is a session of neither
 * @param type in the words of {@code aws:PrincipalType}
 * @param identity whose policies it has; none for the account's root
 */
public record SessionHolder(
        String arn, String userId, String origin, String type, Optional<Identity> identity) {
    /** The holder of a session; none if it is gone. */
    public static Optional<SessionHolder> of(Account account, Session session) {
        String id = account.id();
        return switch (session.kind()) {
            case ROOT ->
                    Optional.of(
                            new SessionHolder(
                                    "arn:aws:iam::" + id + ":root",
                                    id,
                                    "",
                                    "Account",
                                    Optional.empty()));
            case USER ->
                    account.users()
                            .ofId(session.holder())
                            .map(user ->
                                    new SessionHolder(
                                            user.arn(id),
                                            user.id(),
                                            "",
                                            "User",
                                            Optional.of(user)));
            case ROLE ->
                    account.roles()
                            .ofId(session.holder())
                            .map(role ->
                                    new SessionHolder(
                                            assumedRole(id, role.name(), session.name()),
                                            role.id() + ":" + session.name(),
                                            EntityType.ROLE.arn(id, role.path(), role.name()),
                                            "AssumedRole",
                                            Optional.of(role)));
            case FEDERATED -> federated(account, session);
        };
    }

    private static Optional<SessionHolder> federated(Account account, Session session) {
        Optional<Identity> user = account.users().ofId(session.holder()).map(one -> one);
        if (user.isEmpty() && !session.holder().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SessionHolder(
                        federatedUser(account.id(), session.name()),
                        account.id() + ":" + session.name(),
                        user.map(one -> EntityType.USER.arn(account.id(), one.path(), one.name()))
                                .orElse(""),
                        "FederatedUser",
                        user));
    }

    /** The ARN of a session of a role. */
    public static String assumedRole(String account, String role, String session) {
        return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
    }

    /** The ARN of a federated user. */
    public static String federatedUser(String account, String name) {
        return "arn:aws:sts::" + account + ":federated-user/" + name;
    }
}
