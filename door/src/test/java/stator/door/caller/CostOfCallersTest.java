package stator.door.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import stator.door.Access;
import stator.door.Authorizer;
import stator.door.testing.SentRequest;
import stator.identity.Credentials;
import stator.identity.Principal;
import stator.identity.account.AccessKey;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;
import stator.identity.policy.Caller;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;
import stator.identity.signature.OutgoingSignature;

/**
 * What it costs to know who calls and what it may do, in one thread and without a network. {@code
 * -Dstator.cost.rounds=8} tells the figures of docs/performance.md; without it, only the answers
 * are looked at.
 */
class CostOfCallersTest {
    private static final int ROUNDS = Integer.getInteger("stator.cost.rounds", 0);
    private static final int CALLS = 400_000;
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ACCOUNT = "000000000000";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Scores";
    private static final String FINE_GRAINED =
            """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow",
              "Action": ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
              "Resource": ["arn:aws:dynamodb:*:*:table/Scores", "arn:aws:dynamodb:*:*:table/Scores/index/*"],
              "Condition": {
                "ForAllValues:StringEquals": {
                  "dynamodb:LeadingKeys": ["${aws:username}"],
                  "dynamodb:Attributes": ["user", "game", "points"]},
                "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}}]}
            """;
    private static final AccessKey KEY =
            new AccessKey(
                    "AKIAEXAMPLEEXAMPLE00",
                    "secretsecretsecretsecretsecretsecretsecr",
                    "",
                    Instant.MAX,
                    ACCOUNT,
                    "arn:aws:iam::000000000000:user/alice",
                    "AIDAEXAMPLE",
                    "");

    private static Identities alice(String policy) {
        PolicySource source = new PolicySource("p", "", Policy.parse(policy, Policy.Kind.IDENTITY));
        CallerPolicies policies =
                new CallerPolicies(
                        new Caller(ACCOUNT, KEY.arn(), ""),
                        List.of(source),
                        List.of(),
                        List.of(),
                        Map.of("aws:username", List.of("alice")));
        return new Identities() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public Optional<AccessKey> find(String accessKey, String sessionToken) {
                return accessKey.equals(KEY.id()) ? Optional.of(KEY) : Optional.empty();
            }

            @Override
            public Optional<CallerPolicies> policies(String accessKey) {
                return Optional.of(policies);
            }
        };
    }

    @Test
    void ofASignature() {
        byte[] body =
                ("{\"TableName\":\"Benchmark\",\"Key\":{\"pk\":{\"S\":\"partition-000123\"},"
                                + "\"sk\":{\"N\":\"17\"}},\"ConsistentRead\":true}")
                        .getBytes(StandardCharsets.UTF_8);
        SentRequest request =
                new SentRequest("POST", "/").withBody(body).with("Host", "localhost:8000");
        new OutgoingSignature(
                        new Credentials(KEY.id(), KEY.secret(), ""),
                        "us-east-1",
                        "dynamodb",
                        OutgoingSignature.JSON_1_0,
                        NOW)
                .headers("localhost:8000", "DynamoDB_20120810.GetItem", body)
                .forEach(request::with);
        VerifiedSignatures signatures =
                new VerifiedSignatures(alice(FINE_GRAINED), CLOCK, Duration.ofMinutes(5));
        assertEquals(KEY.arn(), signatures.authenticate(request, "dynamodb").principal().arn());
        tell(
                "a signature",
                () -> !signatures.authenticate(request, "dynamodb").principal().arn().isEmpty());
    }

    @Test
    void ofADecision() {
        Map<String, List<String>> asked =
                Map.of(
                        "dynamodb:LeadingKeys", List.of("alice"),
                        "dynamodb:Attributes", List.of("user", "game", "points"),
                        "dynamodb:Select", List.of("SPECIFIC_ATTRIBUTES"));
        BooleanSupplier fine = decision(FINE_GRAINED, RequestValues.of(asked));
        assertTrue(fine.getAsBoolean());
        assertFalse(
                decision(
                                FINE_GRAINED,
                                RequestValues.of(Map.of("dynamodb:LeadingKeys", List.of("bob"))))
                        .getAsBoolean());
        tell("a decision by leading keys, attributes and Select", fine);
        String plain =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
                        + "\"dynamodb:*\",\"Resource\":\"*\"}}";
        tell("a decision without conditions", decision(plain, RequestValues.NONE));
    }

    private static BooleanSupplier decision(String policy, RequestValues values) {
        Authorizer authorizer = new PolicyAuthorizer(alice(policy), true, new DenialLog(), CLOCK);
        SentRequest request = new SentRequest("POST", "/");
        Principal principal = KEY.principal("us-east-1", request.source());
        return () ->
                !authorizer
                        .judge(
                                request,
                                principal,
                                List.of(
                                        new Access(
                                                "dynamodb:GetItem",
                                                List.of(TABLE),
                                                values,
                                                List.of())))
                        .isDenied();
    }

    private void tell(String what, BooleanSupplier call) {
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            int good = 0;
            for (int i = 0; i < CALLS; i++) {
                good += call.getAsBoolean() ? 1 : 0;
            }
            long nanos = (System.nanoTime() - start) / CALLS;
            assertEquals(CALLS, good);
            System.getLogger(getClass().getName())
                    .log(Level.INFO, "{0}: {1} ns", what, Long.toString(nanos));
        }
    }
}
