package stator.iam.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.Service;
import stator.door.ServiceException;
import stator.door.testing.SentRequest;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.EntityType;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.OpenIdProvider;
import stator.iam.entity.Role;
import stator.iam.entity.User;
import stator.iam.session.KnownIdentities;
import stator.iam.session.Sessions;
import stator.identity.Principal;
import stator.identity.account.AccessKey;
import stator.identity.account.CallerPolicies;
import stator.identity.account.IdentityStore;
import stator.identity.account.SecretSeal;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Decision;

class StsTest {
    private static final String ACCOUNT = "123456789012";
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ALLOW =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"%s\","
                    + "\"Resource\":\"*\"}}";
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{%s},"
                    + "\"Action\":[\"sts:AssumeRole\",\"sts:AssumeRoleWithWebIdentity\"]%s}}";

    private final IdentityStore records = IdentityStore.inMemory();
    private final SecretSeal seal = SecretSeal.ofProcess();
    private final SecureRandom random = new SecureRandom();
    private final Directory directory = new Directory(records, seal, CLOCK, random);
    private final Sessions sessions = new Sessions(seal, random);
    private final KnownIdentities known = new KnownIdentities(directory, sessions);
    private final Service sts = StsService.open(directory, sessions, known, CLOCK);
    private final Account account = directory.account(ACCOUNT);

    private Identity.Label label(EntityType type, String name) {
        return new Identity.Label("/", name, directory.newId(type), NOW, List.of());
    }

    /** A user who calls. */
    private Principal user(String name, String... policies) {
        Holding holding = Holding.NONE;
        for (String action : policies) {
            holding = holding.withInline("p" + action.hashCode(), ALLOW.formatted(action));
        }
        User user = new User(label(EntityType.USER, name), holding, List.of());
        account.put(user);
        String key = directory.makeKey(account, user).id();
        return known.find(key, "")
                .orElseThrow()
                .principal("us-east-1", Principal.root(ACCOUNT, "").source());
    }

    private Role role(String name, String principals, String conditions, String... actions) {
        Holding holding = Holding.NONE;
        for (String action : actions) {
            holding = holding.withInline("p", ALLOW.formatted(action));
        }
        Role role =
                new Role(
                        label(EntityType.ROLE, name),
                        holding,
                        TRUST.formatted(principals, conditions),
                        "",
                        Role.SESSION_SECONDS);
        account.put(role);
        return role;
    }

    private static String arn(String role) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + role;
    }

    private String call(Principal principal, String action, Map<String, String> members) {
        byte[] body = sts.answer(SentRequest.form(action, members), principal).body();
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String member(String xml, String name) {
        int start = xml.indexOf("<" + name + ">");
        assertTrue(start >= 0, () -> "no " + name + " in " + xml);
        return xml.substring(start + name.length() + 2, xml.indexOf("</" + name + ">"));
    }

    private AccessKey keyOf(String xml) {
        return known.find(member(xml, "AccessKeyId"), member(xml, "SessionToken")).orElseThrow();
    }

    /** The caller that the credentials in an answer make. */
    private Principal principalOf(String xml) {
        return keyOf(xml).principal("us-east-1", Principal.root(ACCOUNT, "").source());
    }

    private Decision decide(String accessKey, String action) {
        CallerPolicies caller = known.policies(accessKey).orElseThrow();
        return caller.with(List.of())
                .decide(
                        new AccessRequest(
                                caller.caller(),
                                action,
                                "arn:aws:dynamodb:us-east-1:123456789012:table/T",
                                ACCOUNT,
                                key -> List.of()));
    }

    private static String refusal(Runnable call) {
        ServiceException refused = assertThrows(ServiceException.class, call::run);
        return refused.status() + " " + refused.code() + ": " + refused.getMessage();
    }

    @Test
    void tellsWhoCalls() {
        Principal alice = user("alice");
        String xml = call(alice, "GetCallerIdentity", Map.of());
        assertEquals("arn:aws:iam::123456789012:user/alice", member(xml, "Arn"));
        assertEquals(alice.userId(), member(xml, "UserId"));
        assertEquals(
                List.of(), sts.accesses(SentRequest.form("GetCallerIdentity", Map.of()), alice));
    }

    @Test
    void aSessionOfARoleMayWhatTheRoleMayAndItsOwnPolicyAllows() {
        role("r", "\"AWS\":\"" + ACCOUNT + "\"", "", "dynamodb:*");
        Map<String, String> members =
                Map.of(
                        "RoleArn", arn("r"),
                        "RoleSessionName", "sess",
                        "Policy", ALLOW.formatted("dynamodb:GetItem"));
        String xml = call(user("alice"), "AssumeRole", members);

        AccessKey key = keyOf(xml);
        assertEquals("arn:aws:sts::123456789012:assumed-role/r/sess", key.arn());
        assertEquals(key.arn(), member(xml, "Arn"));
        assertEquals(key.userId(), member(xml, "AssumedRoleId"));
        assertEquals(NOW.plusSeconds(3600), key.expires());
        assertEquals("2026-11-29T11:00:00Z", member(xml, "Expiration"));
        assertTrue(decide(key.id(), "dynamodb:GetItem").isAllowed());
        assertFalse(decide(key.id(), "dynamodb:PutItem").isAllowed());
        assertFalse(decide(key.id(), "s3:GetObject").isAllowed());
    }

    @Test
    void aTokenIsGoodAfterARestartAndNoOtherIs() {
        role("r", "\"AWS\":\"" + ACCOUNT + "\"", "", "dynamodb:*");
        String xml =
                call(
                        user("alice"),
                        "AssumeRole",
                        Map.of("RoleArn", arn("r"), "RoleSessionName", "sess"));
        String id = member(xml, "AccessKeyId");
        String token = member(xml, "SessionToken");

        Directory reopened = new Directory(records, seal, CLOCK, random);
        KnownIdentities next = new KnownIdentities(reopened, new Sessions(seal, random));
        assertEquals(member(xml, "SecretAccessKey"), next.find(id, token).orElseThrow().secret());
        assertTrue(next.policies(id).isPresent());

        assertTrue(next.find("ASIAAAAAAAAAAAAAAAAA", token).isEmpty());
        assertTrue(next.find(id, "").isEmpty());
        for (int i = 0; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertTrue(next.find(id, changed).isEmpty(), "changed at " + i);
        }
        Sessions ofOthers = new Sessions(SecretSeal.ofProcess(), random);
        assertTrue(ofOthers.find(id, token).isEmpty());
    }

    @Test
    void aSessionEndsWithItsRole() {
        Role role = role("r", "\"AWS\":\"" + ACCOUNT + "\"", "", "dynamodb:*");
        String xml =
                call(
                        user("alice"),
                        "AssumeRole",
                        Map.of("RoleArn", arn("r"), "RoleSessionName", "sess"));
        account.roles().remove(role);
        String id = member(xml, "AccessKeyId");
        assertTrue(known.find(id, member(xml, "SessionToken")).isEmpty());
        assertTrue(known.policies(id).isEmpty());
    }

    /** What the door asks before a role is assumed, and what it is told. */
    @ParameterizedTest
    @CsvSource({
        "'\"AWS\":\"arn:aws:iam::123456789012:user/alice\"', '', '', true",
        "'\"AWS\":\"arn:aws:iam::123456789012:user/bob\"', '', '', false",
        "'\"AWS\":\"123456789012\"', '', '', false",
        "'\"AWS\":\"arn:aws:iam::123456789012:root\"', '', 'sts:AssumeRole', true",
        "'\"Service\":\"lambda.amazonaws.com\"', '', 'sts:AssumeRole', true",
        "'\"Service\":\"lambda.amazonaws.com\"', '', '', false",
        "'\"AWS\":\"*\"', ',\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x1\"}}', '', true",
        "'\"AWS\":\"*\"', ',\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x2\"}}', '', false"
    })
    void aRoleIsAssumedByWhomItTrusts(
            String principals, String conditions, String action, boolean allowed) {
        role("r", principals, conditions);
        Principal alice = action.isEmpty() ? user("alice") : user("alice", action);
        Map<String, String> members =
                Map.of("RoleArn", arn("r"), "RoleSessionName", "sess", "ExternalId", "x1");
        List<Access> accesses = sts.accesses(SentRequest.form("AssumeRole", members), alice);
        assertEquals(1, accesses.size());
        Access access = accesses.getFirst();
        CallerPolicies caller = known.policies(alice.accessKey()).orElseThrow();
        AccessRequest asked =
                new AccessRequest(
                        caller.caller(), access.action(), arn("r"), ACCOUNT, access.values());
        Decision decision = caller.with(access.policies()).decide(asked);
        assertEquals(allowed, decision.isAllowed());
        if (!allowed) {
            assertEquals(
                    "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                            + " sts:AssumeRole on resource: arn:aws:iam::123456789012:role/r",
                    decision.message(asked));
        }
    }

    @Test
    void limitsOfTimeAreAwss() {
        role("r", "\"AWS\":\"" + ACCOUNT + "\"", "");
        Principal alice = user("alice");
        Map<String, String> members = Map.of("RoleArn", arn("r"), "RoleSessionName", "sess");
        assertEquals(
                "400 ValidationError: The requested DurationSeconds exceeds the"
                        + " MaxSessionDuration set for this role.",
                refusal(() ->
                        call(
                                alice,
                                "AssumeRole",
                                Map.of(
                                        "RoleArn", arn("r"),
                                        "RoleSessionName", "sess",
                                        "DurationSeconds", "3601"))));
        account.put(account.roles().find("r").orElseThrow().described("", 43_200));
        Principal session = principalOf(call(alice, "AssumeRole", members));
        assertEquals(
                "400 ValidationError: The requested DurationSeconds exceeds the 1 hour session"
                        + " limit for roles assumed by role chaining",
                refusal(() ->
                        call(
                                session,
                                "AssumeRole",
                                Map.of(
                                        "RoleArn", arn("r"),
                                        "RoleSessionName", "next",
                                        "DurationSeconds", "3601"))));
        assertEquals(
                "403 AccessDenied: Roles may not be assumed by root accounts.",
                refusal(() ->
                        call(
                                new Principal(
                                        ACCOUNT,
                                        "arn:aws:iam::123456789012:root",
                                        ACCOUNT,
                                        "",
                                        "AKIAROOT",
                                        "us-east-1",
                                        alice.source()),
                                "AssumeRole",
                                members)));
        assertEquals(
                "403 AccessDenied: User: arn:aws:iam::123456789012:user/alice is not authorized to"
                        + " perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/x",
                refusal(() ->
                        call(
                                alice,
                                "AssumeRole",
                                Map.of("RoleArn", arn("x"), "RoleSessionName", "sess"))));
    }

    @Test
    void tagsGoOnIfTheyAreTransitive() {
        role("r", "\"AWS\":\"" + ACCOUNT + "\"", "");
        Principal alice = user("alice");
        String first =
                call(
                        alice,
                        "AssumeRole",
                        Map.of(
                                "RoleArn", arn("r"),
                                "RoleSessionName", "sess",
                                "Tags.member.1.Key", "Project",
                                "Tags.member.1.Value", "A",
                                "Tags.member.2.Key", "Cost",
                                "Tags.member.2.Value", "1",
                                "TransitiveTagKeys.member.1", "Project"));
        Principal session = principalOf(first);
        String second =
                call(session, "AssumeRole", Map.of("RoleArn", arn("r"), "RoleSessionName", "next"));
        Map<String, List<String>> values =
                known.policies(principalOf(second).accessKey()).orElseThrow().values();
        assertEquals(List.of("A"), values.get("aws:PrincipalTag/Project"));
        assertFalse(values.containsKey("aws:PrincipalTag/Cost"));
        assertEquals(
                "400 InvalidParameterValue: One of the specified transitive tag keys can't be set"
                        + " because it conflicts with a transitive tag key from the calling session.",
                refusal(() ->
                        call(
                                session,
                                "AssumeRole",
                                Map.of(
                                        "RoleArn", arn("r"),
                                        "RoleSessionName", "next",
                                        "Tags.member.1.Key", "project",
                                        "Tags.member.1.Value", "B"))));
    }

    /** Recorded of AWS by LocalStack, 2025 and 2026 (Apache License 2.0). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing-valid-in-here | sess | nothing-valid-in-here is invalid",
                "arn::b:::something/test-role | sess | arn::b:::something/test-role is invalid",
                "arn:a::::something/test-role | sess | arn:a::::something/test-role is invalid",
                "arn:a:::something/test-role | sess | arn:a:::something/test-role is invalid",
                "arn:aws:iam::123456789012:role/r | Session1:2 | 1 validation error detected: Value"
                        + " 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: [\\w+=,.@-]*"
            })
    void refusesWhatIsNoRoleAndNoName(String role, String name, String message) {
        assertEquals(
                "400 ValidationError: " + message,
                refusal(() ->
                        call(
                                user("alice"),
                                "AssumeRole",
                                Map.of("RoleArn", role, "RoleSessionName", name))));
    }

    @Test
    void tagsThatDoNotFitAreRefused() {
        role("r", "\"AWS\":\"" + ACCOUNT + "\"", "");
        Principal alice = user("alice");
        assertEquals(
                "400 InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are"
                        + " case insensitive.",
                refusal(() ->
                        call(
                                alice,
                                "AssumeRole",
                                Map.of(
                                        "RoleArn", arn("r"),
                                        "RoleSessionName", "sess",
                                        "Tags.member.1.Key", "a",
                                        "Tags.member.1.Value", "1",
                                        "Tags.member.2.Key", "A",
                                        "Tags.member.2.Value", "2"))));
        assertEquals(
                "400 InvalidParameterValue: The specified transitive tag key must be included in"
                        + " the requested tags.",
                refusal(() ->
                        call(
                                alice,
                                "AssumeRole",
                                Map.of(
                                        "RoleArn", arn("r"),
                                        "RoleSessionName", "sess",
                                        "TransitiveTagKeys.member.1", "a"))));
    }

    @Test
    void aUserHasSessionsOfItself() {
        Principal alice = user("alice", "dynamodb:GetItem");
        Principal session = principalOf(call(alice, "GetSessionToken", Map.of()));
        assertEquals(alice.arn(), session.arn());
        assertTrue(decide(session.accessKey(), "dynamodb:GetItem").isAllowed());
        assertFalse(decide(session.accessKey(), "dynamodb:PutItem").isAllowed());
        assertEquals(
                "403 AccessDenied: Cannot call GetSessionToken with session credentials",
                refusal(() -> call(session, "GetSessionToken", Map.of())));
    }

    @Test
    void aFederatedUserMayWhatBothAllow() {
        Principal alice = user("alice", "dynamodb:GetItem");
        String xml =
                call(
                        alice,
                        "GetFederationToken",
                        Map.of("Name", "guest", "Policy", ALLOW.formatted("dynamodb:*")));
        Principal guest = principalOf(xml);
        assertEquals("arn:aws:sts::123456789012:federated-user/guest", guest.arn());
        assertEquals("123456789012:guest", member(xml, "FederatedUserId"));
        assertTrue(decide(guest.accessKey(), "dynamodb:GetItem").isAllowed());
        assertFalse(decide(guest.accessKey(), "dynamodb:PutItem").isAllowed());
        Principal nobody = principalOf(call(alice, "GetFederationToken", Map.of("Name", "nobody")));
        assertFalse(decide(nobody.accessKey(), "dynamodb:GetItem").isAllowed());
    }

    @Test
    void tellsTheAccountOfAKey() {
        Principal alice = user("alice");
        String own = call(alice, "GetAccessKeyInfo", Map.of("AccessKeyId", alice.accessKey()));
        assertEquals(ACCOUNT, member(own, "Account"));
        // AWS's own example, whose account is known from its documentation's other examples.
        String foreign =
                call(alice, "GetAccessKeyInfo", Map.of("AccessKeyId", "AKIAIOSFODNN7EXAMPLE"));
        assertEquals("581039954779", member(foreign, "Account"));
    }

    // Web identities.

    private String web(TestIssuer issuer, String role, String token) {
        SentRequest request =
                SentRequest.form(
                        "AssumeRoleWithWebIdentity",
                        Map.of(
                                "RoleArn",
                                arn(role),
                                "RoleSessionName",
                                "web",
                                "WebIdentityToken",
                                token));
        AuthenticationException unsigned =
                new AuthenticationException(AuthenticationException.Failure.MISSING, "unsigned");
        return new String(sts.refuse(request, unsigned).body(), StandardCharsets.UTF_8);
    }

    private void trust(TestIssuer issuer) {
        account.providers()
                .put(
                        new OpenIdProvider(
                                "http",
                                new Identity.Label(
                                        "/", issuer.name(), issuer.name(), NOW, List.of()),
                                List.of("client"),
                                List.of()));
        role(
                "web",
                "\"Federated\":\"arn:aws:iam::123456789012:oidc-provider/" + issuer.name() + "\"",
                ",\"Condition\":{\"StringEquals\":{\"" + issuer.name() + ":sub\":\"alice\"}}",
                "dynamodb:GetItem");
    }

    @ParameterizedTest
    @CsvSource({"RSA, RS256", "EC, ES256"})
    void whoHasATokenOfAnIssuerBecomesARole(String keys, String algorithm) throws Exception {
        try (TestIssuer issuer = new TestIssuer(keys, algorithm)) {
            trust(issuer);
            long end = NOW.getEpochSecond() + 60;
            String xml = web(issuer, "web", issuer.token("alice", "client", end));
            assertEquals("alice", member(xml, "SubjectFromWebIdentityToken"));
            assertEquals("client", member(xml, "Audience"));
            assertTrue(decide(keyOf(xml).id(), "dynamodb:GetItem").isAllowed());

            assertEquals(
                    "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
                    refusal(() -> web(issuer, "web", issuer.token("bob", "client", end))));
            assertEquals(
                    "400 InvalidIdentityToken: Incorrect token audience",
                    refusal(() -> web(issuer, "web", issuer.token("alice", "other", end))));
            assertEquals(
                    "400 ExpiredTokenException: Token expired: current date/time 1795946400 must be"
                            + " before the expiration date/time 1795946399",
                    refusal(() ->
                            web(
                                    issuer,
                                    "web",
                                    issuer.token("alice", "client", NOW.getEpochSecond() - 1))));
            String token = issuer.token("alice", "client", end);
            String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
            assertEquals(
                    "400 InvalidIdentityToken: Token signature is invalid",
                    refusal(() -> web(issuer, "web", forged)));
            assertEquals(
                    "400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may"
                            + " see this error if you sent an Access Token)",
                    refusal(() -> web(issuer, "web", "a.bc.d")));
        }
    }

    @Test
    void issuersThatNobodyTrustsAreNotAsked() throws Exception {
        try (TestIssuer issuer = new TestIssuer("EC", "ES256")) {
            String token = issuer.token("alice", "client", NOW.getEpochSecond() + 60);
            assertEquals(
                    "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for"
                            + " http://"
                            + issuer.name(),
                    refusal(() -> web(issuer, "web", token)));
            assertEquals(0, issuer.asked());
        }
    }

    @Test
    void noOtherActionIsOpenToThoseWhoDoNotSign() {
        AuthenticationException unsigned =
                new AuthenticationException(AuthenticationException.Failure.MISSING, "unsigned");
        assertThrows(
                AuthenticationException.class,
                () -> sts.refuse(SentRequest.form("GetSessionToken", Map.of()), unsigned));
    }
}
