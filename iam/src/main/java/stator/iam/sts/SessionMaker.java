package stator.iam.sts;

import java.time.Duration;
import java.time.Instant;
import stator.iam.directory.Directory;
import stator.iam.query.QueryXml;
import stator.iam.session.Session;
import stator.iam.session.Sessions;
import stator.identity.account.KeyPair;

/** Makes sessions and shows their credentials. */
final class SessionMaker {
    private final Directory directory;
    private final Sessions sessions;

    SessionMaker(Directory directory, Sessions sessions) {
        this.directory = directory;
        this.sessions = sessions;
    }

    /** A new session, and its credentials in an answer. */
    void make(
            QueryXml result,
            String account,
            Session.Kind kind,
            String holder,
            String name,
            SessionLimits limits,
            String sourceIdentity,
            Duration duration) {
        KeyPair pair = sessions.newKey();
        Instant now = directory.now();
        Session session =
                new Session(
                        pair.id(),
                        pair.secret(),
                        now,
                        now.plus(duration),
                        account,
                        kind,
                        holder,
                        name,
                        limits.policies(),
                        limits.policyArns(),
                        limits.tags(),
                        limits.transitive(),
                        sourceIdentity);
        String token = sessions.open(session).text();
        result.element(
                "Credentials",
                () ->
                        result.text("AccessKeyId", pair.id())
                                .text("SecretAccessKey", pair.secret())
                                .text("SessionToken", token)
                                .time("Expiration", session.expires()));
    }
}
