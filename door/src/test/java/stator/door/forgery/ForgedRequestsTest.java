package stator.door.forgery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stator.door.Authorizer;
import stator.door.BrowserGuard;
import stator.door.Door;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Service;
import stator.door.SlowCalls;
import stator.door.audit.AuditLog;
import stator.door.caller.VerifiedSignatures;
import stator.door.log.CallLog;
import stator.door.metric.CallMetrics;
import stator.identity.account.AccessKey;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;

/**
 * Requests that were changed after they were signed: the whole door lets none of them in, and none
 * makes it fail. {@code reliability/run forgeries REQUESTS SEED} is the long form
 * (docs/reliability.md has what came of it).
 */
class ForgedRequestsTest {
    private static final long REQUESTS = Long.getLong("stator.forged.requests", 40_000);
    private static final long SEED = Long.getLong("stator.forged.seed", 1);
    private static final int CHANGES_OF_EACH = 20;
    private static final int TOLD_MAX = 10;

    private static final String TIME = "20150830T123600Z";
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

    private static final List<AccessKey> KEYS =
            List.of(
                    key("AKIAROOTROOTROOTROOT", "rootsecretrootsecretrootsecretrootsecret", ""),
                    key("AKIAUSERUSERUSERUSER", "usersecretusersecretusersecretusersecret", ""),
                    key(
                            "ASIASESSIONSESSION00",
                            "sessionsecretsessionsecretsessionsecret0",
                            "TOKEN1"),
                    key(
                            "ASIASESSIONSESSION01",
                            "sessionsecretsessionsecretsessionsecret1",
                            "TOKEN2"));

    private static AccessKey key(String id, String secret, String token) {
        return new AccessKey(
                id,
                secret,
                token,
                token.isEmpty() ? Instant.MAX : NOW.plusSeconds(3600),
                "000000000000",
                "arn:aws:iam::000000000000:root",
                "000000000000",
                "");
    }

    private static final Identities KNOWN =
            new Identities() {
                @Override
                public long version() {
                    return 0;
                }

                @Override
                public Optional<AccessKey> find(String accessKey, String sessionToken) {
                    return KEYS.stream().filter(key -> key.id().equals(accessKey)).findFirst();
                }

                @Override
                public Optional<CallerPolicies> policies(String accessKey) {
                    return Optional.empty();
                }
            };

    private static Door door() {
        Service welcoming =
                (request, principal) -> Reply.of(200, Reply.JSON, "{}").ended("Welcome", "");
        ErrorForm xml = new ErrorForm.QueryXml("urn:test");
        return new Door(
                List.of(
                        Nameplate.of(
                                "dynamodb",
                                Marks.none().target("DynamoDB_20120810"),
                                new ErrorForm.Json(Reply.AMAZON_JSON, name -> name),
                                () -> welcoming),
                        Nameplate.of(
                                "iam", Marks.none().version("2010-05-08"), xml, () -> welcoming),
                        Nameplate.of(
                                "sts", Marks.none().version("2011-06-15"), xml, () -> welcoming),
                        Nameplate.of(
                                "s3",
                                Marks.none().path((method, path) -> path.length() > 1),
                                new ErrorForm.RestXml(),
                                () -> welcoming)),
                new BrowserGuard(List.of(), List.of(), false),
                new VerifiedSignatures(
                        KNOWN, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(5)),
                Authorizer.PERMISSIVE,
                new CallMetrics("dynamodb"),
                SlowCalls.OFF,
                new CallLog(Clock.systemUTC(), Set.of()),
                AuditLog.OFF);
    }

    @Test
    void noneIsLetInAndNoneMakesTheDoorFail() {
        SplittableRandom random = new SplittableRandom(SEED);
        Signer signer = new Signer(TIME, random);
        List<String> others = new ArrayList<>();
        KEYS.forEach(key -> others.add(key.id()));
        KEYS.forEach(key -> others.add(key.sessionToken()));
        Forgery forgery = new Forgery(random, others);
        List<String> wrong = new ArrayList<>();
        Map<Integer, Long> answers = new TreeMap<>();
        try (Door door = door()) {
            for (long done = 0; done < REQUESTS; ) {
                Message signed = signer.next(KEYS.get(random.nextInt(KEYS.size())));
                int whole = door.answer(signed.sent()).status();
                if (whole != 200) {
                    wrong.add(whole + " to an unchanged " + signed);
                }
                for (int i = 0; i < CHANGES_OF_EACH && done < REQUESTS; i++, done++) {
                    Message forged = forgery.of(signed);
                    int status = door.answer(forged.sent()).status();
                    answers.merge(status, 1L, Long::sum);
                    if (status != 400 && status != 403 && wrong.size() < TOLD_MAX) {
                        wrong.add(status + " to " + forged + "\n  made of " + signed);
                    }
                }
            }
        }
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} changed requests, seed {1}: {2}",
                        REQUESTS,
                        SEED,
                        answers);
        assertEquals(List.of(), wrong);
    }
}
