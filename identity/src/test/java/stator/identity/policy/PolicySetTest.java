package stator.identity.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySetTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:" + ACCOUNT + ":table/T";
    private static final Caller USER =
            new Caller(ACCOUNT, "arn:aws:iam::" + ACCOUNT + ":user/alice", "");
    private static final Caller SESSION =
            new Caller(
                    ACCOUNT,
                    "arn:aws:sts::" + ACCOUNT + ":assumed-role/R/S",
                    "arn:aws:iam::" + ACCOUNT + ":role/R");
    private static final String ALLOW_ALL = statement("Allow", "");

    /** {@code values} are parted by semicolons, keys from values by an equal sign. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    StringEquals: k: a            | k=a     | true
                    StringEquals: k: a            | k=A     | false
                    StringEquals: k: a            |         | false
                    StringEquals: k: a*           | k=ab    | false
                    StringEqualsIfExists: k: a    |         | true
                    StringNotEquals: k: a         |         | true
                    StringNotEquals: k: a         | k=a     | false
                    StringEqualsIgnoreCase: k: a  | k=A     | true
                    StringLike: k: a*c?           | k=abbcd | true
                    StringLike: k: a*c?           | k=abbc  | false
                    StringLike: k: ${*}           | k=*     | true
                    StringLike: k: ${*}           | k=a     | false
                    StringLike: k: ${v}-*         | k=x-1;v=x | true
                    StringLike: k: ${v}-*         | k=x-1;v=* | false
                    StringLike: k: ${v}           | k=x     | false
                    StringLike: k: "${v, 'x'}"    | k=x     | true
                    NumericLessThan: k: 10        | k=9.5   | true
                    NumericLessThan: k: 10        | k=10    | false
                    NumericLessThan: k: 10        | k=1e999999999 | false
                    NumericGreaterThanEquals: k: 10 | k=10  | true
                    NumericNotEquals: k: 10       | k=10.0  | false
                    DateLessThan: k: 2026-01-02T00:00:00Z | k=2026-01-01T23:59:59Z | true
                    DateGreaterThan: k: 2026-01-02 | k=1767312000 | false
                    DateGreaterThan: k: 2026-01-02 | k=1767312001 | true
                    Bool: k: true                 | k=TRUE  | true
                    Bool: k: true                 |         | false
                    BinaryEquals: k: QmluYXJ5     | k=QmluYXJ5 | true
                    IpAddress: k: 203.0.113.0/24  | k=203.0.113.9 | true
                    IpAddress: k: 203.0.113.0/24  | k=203.0.114.9 | false
                    NotIpAddress: k: 203.0.113.0/24 | k=203.0.114.9 | true
                    IpAddress: k: 2001:db8::/32   | k=2001:db8::1 | true
                    IpAddress: k: 0.0.0.0/0       | k=2001:db8::1 | false
                    ArnLike: k: arn:aws:s3:::b/*  | k=arn:aws:s3:::b/c/d | true
                    ArnEquals: k: arn:aws:*:::b   | k=arn:aws:s3:x::b | false
                    ArnNotLike: k: arn:aws:s3:::b | k=arn:aws:s3:::c | true
                    Null: k: true                 |         | true
                    Null: k: false                |         | false
                    Null: k: false                | k=a     | true
                    ForAllValues:StringEquals: k: a,b | k=a,b | true
                    ForAllValues:StringEquals: k: a,b | k=a,c | false
                    ForAllValues:StringEquals: k: a   |       | true
                    ForAnyValue:StringEquals: k: a    | k=b,a | true
                    ForAnyValue:StringEquals: k: a    |       | false
                    ForAnyValue:StringNotEquals: k: a | k=a,b | true
                    ForAllValues:StringNotEquals: k: a | k=a,b | false
                    ForAnyValue:StringEqualsIfExists: k: a |  | true
                    """)
    void conditionsMeanWhatTheUserGuideSays(String condition, String values, boolean allowed) {
        int key = condition.indexOf(": k: ");
        String expected = condition.substring(key + 5);
        String list =
                expected.startsWith("\"") ? expected : "\"" + expected.replace(",", "\",\"") + "\"";
        String policy =
                statement(
                        "Allow",
                        ", \"Condition\": {\"%s\": {\"K\": [%s]}}"
                                .formatted(condition.substring(0, key), list));
        AccessRequest request = request(USER, ACCOUNT, values(values));
        assertEquals(allowed, identity(policy).decide(request).isAllowed());
    }

    private static RequestValues values(String text) {
        Map<String, List<String>> values = new HashMap<>();
        if (text != null) {
            for (String one : text.split(";")) {
                String[] parts = one.split("=", 2);
                values.put(parts[0], List.of(parts[1].split(",")));
            }
        }
        return RequestValues.of(values);
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:GetItem, true",
        "DynamoDB:getitem, true",
        "dynamodb:Get*, true",
        "dynamodb:Get????, true",
        "dynamodb:Get???, false",
        "*, true",
        "s3:*, false"
    })
    void actionsAreComparedWithoutRegardToTheSizeOfLetters(String action, boolean allowed) {
        String policy = policy("\"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"*\"");
        assertEquals(allowed, identity(policy).decide(request()).isAllowed());
        String others = policy("\"Allow\", \"NotAction\": \"" + action + "\", \"Resource\": \"*\"");
        assertEquals(!allowed, identity(others).decide(request()).isAllowed());
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:dynamodb:us-east-1:111122223333:table/T, true",
        "arn:aws:dynamodb:*:*:table/*, true",
        "arn:aws:dynamodb:us-east-1:*/T, false",
        "arn:aws:dynamodb:us-east-1:111122223333:table/t, false",
        "arn:aws:dynamodb:us-east-1:111122223333:table/T/index/*, false",
        "arn:aws:dynamodb:us-east-1:${aws:PrincipalAccount}:table/T, true"
    })
    void resourcesAreComparedPartByPart(String resource, boolean allowed) {
        if (resource.split(":", 6).length < 6 || resource.contains("*/T")) {
            resource = "arn:aws:dynamodb:us-east-1:*/T:x";
        }
        AccessRequest request =
                request(
                        USER,
                        ACCOUNT,
                        RequestValues.of(Map.of("aws:PrincipalAccount", List.of(ACCOUNT))));
        String policy = policy("\"Allow\", \"Action\": \"*\", \"Resource\": \"" + resource + "\"");
        assertEquals(allowed, identity(policy).decide(request).isAllowed());
        String others =
                policy("\"Allow\", \"Action\": \"*\", \"NotResource\": \"" + resource + "\"");
        assertEquals(!allowed, identity(others).decide(request).isAllowed());
    }

    @Test
    void aDenialWinsAndIsNamed() {
        PolicySet policies =
                new PolicySet(
                        List.of(
                                source("a", "", ALLOW_ALL, Policy.Kind.IDENTITY),
                                source(
                                        "b",
                                        "arn:aws:iam::111122223333:policy/b",
                                        statement("Deny", ""),
                                        Policy.Kind.IDENTITY)),
                        List.of(),
                        List.of(),
                        List.of());
        Decision decision = policies.decide(request());
        assertEquals(Decision.Outcome.EXPLICIT_DENY, decision.outcome());
        assertEquals(
                "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                        + " dynamodb:GetItem on resource: "
                        + TABLE
                        + " with an explicit deny in an identity-based policy:"
                        + " arn:aws:iam::111122223333:policy/b",
                decision.message(request()));
        Decision.Deciding deciding = decision.deciding().orElseThrow();
        assertEquals(new Position(1, 41), deciding.start());
    }

    @Test
    void whatNobodyAllowsIsRefused() {
        assertEquals(
                "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
                        + " dynamodb:GetItem on resource: "
                        + TABLE
                        + " because no identity-based policy allows the dynamodb:GetItem action",
                PolicySet.of(List.of()).decide(request()).message(request()));
    }

    @Test
    void aBoundaryAndASessionsPolicyLimit() {
        PolicySource all = source("a", "", ALLOW_ALL, Policy.Kind.IDENTITY);
        PolicySource none =
                source(
                        "n",
                        "",
                        policy("\"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\""),
                        Policy.Kind.IDENTITY);
        assertEquals(
                Decision.implicit(PolicyType.BOUNDARY),
                new PolicySet(List.of(all), List.of(), List.of(none), List.of()).decide(request()));
        assertEquals(
                Decision.implicit(PolicyType.SESSION),
                new PolicySet(List.of(all), List.of(), List.of(all), List.of(none))
                        .decide(request()));
    }

    /** "…will always deny any IAM principal that has a permissions boundary policy attached". */
    @Test
    void aDenialOfAllOthersDeniesWhoeverHasABoundary() {
        String alice = "arn:aws:iam::111122223333:user/alice";
        PolicySource allOthers =
                source(
                        "r",
                        "",
                        statement("Deny", ", \"NotPrincipal\": {\"AWS\": \"" + alice + "\"}"),
                        Policy.Kind.RESOURCE);
        PolicySource everything =
                source(
                        "n",
                        "",
                        policy("\"Allow\", \"Action\": \"*\", \"Resource\": \"*\""),
                        Policy.Kind.IDENTITY);
        List<PolicySource> all = List.of(everything);
        PolicySet free = new PolicySet(all, List.of(allOthers), List.of(), List.of());
        PolicySet bounded = new PolicySet(all, List.of(allOthers), all, List.of());
        assertEquals(Decision.Outcome.ALLOWED, free.decide(request()).outcome());
        assertEquals(Decision.Outcome.EXPLICIT_DENY, bounded.decide(request()).outcome());
    }

    /** Who is named, by a policy of the table, to whom nothing else allows it. */
    @ParameterizedTest
    @CsvSource({
        "*, true, true",
        "arn:aws:iam::111122223333:user/alice, true, false",
        "arn:aws:iam::111122223333:role/R, false, false",
        "arn:aws:sts::111122223333:assumed-role/R/S, false, true",
        "111122223333, false, false",
        "arn:aws:iam::111122223333:root, false, false"
    })
    void aResourcesPolicyIsNotLimitedForWhomItNames(String who, boolean user, boolean session) {
        PolicySource atTable =
                source(
                        "r",
                        "",
                        statement("Allow", ", \"Principal\": {\"AWS\": \"" + who + "\"}"),
                        Policy.Kind.RESOURCE);
        PolicySource limit =
                source(
                        "n",
                        "",
                        policy("\"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\""),
                        Policy.Kind.IDENTITY);
        PolicySet policies = new PolicySet(List.of(), List.of(atTable), List.of(limit), List.of());
        assertEquals(user, policies.decide(request()).isAllowed());
        assertEquals(
                session,
                policies.decide(request(SESSION, ACCOUNT, RequestValues.NONE)).isAllowed());
    }

    @Test
    void acrossAccountsBothSidesMustAllow() {
        AccessRequest request = request(USER, OTHER, RequestValues.NONE);
        PolicySource all = source("a", "", ALLOW_ALL, Policy.Kind.IDENTITY);
        PolicySource atTable =
                source(
                        "r",
                        "",
                        statement("Allow", ", \"Principal\": {\"AWS\": \"111122223333\"}"),
                        Policy.Kind.RESOURCE);
        assertEquals(
                Decision.implicit(PolicyType.RESOURCE), PolicySet.of(List.of(all)).decide(request));
        assertEquals(
                Decision.implicit(PolicyType.IDENTITY),
                new PolicySet(List.of(), List.of(atTable), List.of(), List.of()).decide(request));
        assertEquals(
                Decision.Outcome.ALLOWED,
                new PolicySet(List.of(all), List.of(atTable), List.of(), List.of())
                        .decide(request)
                        .outcome());
    }

    @Test
    void theRootOfAnAccountNeedsNoPolicyButObeysDenials() {
        Caller root = new Caller(ACCOUNT, "arn:aws:iam::" + ACCOUNT + ":root", "");
        AccessRequest request = request(root, ACCOUNT, RequestValues.NONE);
        assertEquals(true, PolicySet.of(List.of()).decide(request).isAllowed());
        PolicySource denial =
                source("r", "", statement("Deny", ", \"Principal\": \"*\""), Policy.Kind.RESOURCE);
        assertEquals(
                false,
                new PolicySet(List.of(), List.of(denial), List.of(), List.of())
                        .decide(request)
                        .isAllowed());
    }

    @Test
    void manyWildcardsTakeNoLongTime() {
        String pattern =
                Template.of("a*".repeat(1000) + "b", true, false)
                        .resolve(RequestValues.NONE)
                        .orElseThrow();
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertEquals(false, Template.matches(pattern, "a".repeat(20_000), false)));
    }

    private static PolicySet identity(String policy) {
        return PolicySet.of(List.of(source("p", "", policy, Policy.Kind.IDENTITY)));
    }

    private static PolicySource source(String name, String arn, String policy, Policy.Kind kind) {
        return new PolicySource(name, arn, Policy.parse(policy, kind));
    }

    private static AccessRequest request() {
        return request(USER, ACCOUNT, RequestValues.NONE);
    }

    private static AccessRequest request(Caller caller, String owner, RequestValues values) {
        return new AccessRequest(caller, "dynamodb:GetItem", TABLE, owner, values);
    }

    private static String statement(String effect, String more) {
        return policy("\"" + effect + "\", \"Action\": \"dynamodb:*\", \"Resource\": \"*\"" + more);
    }

    private static String policy(String statement) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": " + statement + "}}";
    }
}
