package stator.iam.sts;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.ServiceException;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.OpenIdProvider;
import stator.iam.entity.Role;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.iam.session.Session;
import stator.iam.session.Sessions;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Caller;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;

/**
 * {@code AssumeRoleWithWebIdentity}: whoever has a token of an OpenID Connect provider that the
 * role's account trusts becomes a session of the role. The call is not signed.
 */
final class WebIdentity {
    static final String ACTION = "AssumeRoleWithWebIdentity";

    private final Directory directory;
    private final SessionMaker maker;
    private final IssuerKeys keys;
    private final Clock clock;

    WebIdentity(Directory directory, Sessions sessions, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        maker = new SessionMaker(directory, sessions);
        keys = new IssuerKeys(clock);
    }

    void perform(QueryCall call, QueryXml result) {
        RoleArn arn = RoleArn.of(call.required("RoleArn"));
        IdToken token = IdToken.read(call.required("WebIdentityToken"));
        OpenIdProvider provider = provider(arn, token);
        // The issuer may take its time, and the directory is not ours meanwhile.
        requireGood(token, provider);
        synchronized (directory) {
            assume(call, result, arn, token, provider);
        }
    }

    private OpenIdProvider provider(RoleArn arn, IdToken token) {
        String name = token.issuer().replaceFirst("^https?://", "");
        synchronized (directory) {
            return directory
                    .account(arn.account())
                    .providers()
                    .find(name)
                    .filter(found -> !name.isEmpty() && found.isAt(token.issuer()))
                    .orElseThrow(() ->
                            StsErrors.invalidIdentityToken(
                                    "No OpenIDConnect provider found in your account for "
                                            + token.issuer()));
        }
    }

    private void requireGood(IdToken token, OpenIdProvider provider) {
        long now = clock.instant().getEpochSecond();
        if (now >= token.expires()) {
            throw new ServiceException(
                    400,
                    "ExpiredTokenException",
                    "Token expired: current date/time "
                            + now
                            + " must be before the expiration date/time "
                            + token.expires());
        }
        if (token.audience().stream().noneMatch(provider.clientIds()::contains)) {
            throw StsErrors.invalidIdentityToken("Incorrect token audience");
        }
        if (token.subject().isEmpty() || !keys.haveSigned(token)) {
            throw StsErrors.invalidIdentityToken("Token signature is invalid");
        }
    }

    private void assume(
            QueryCall call, QueryXml result, RoleArn arn, IdToken token, OpenIdProvider provider) {
        Account account = directory.account(arn.account());
        SessionLimits limits = SessionLimits.read(call, account);
        String providerArn = provider.arn(account.id());
        Role role =
                account.roles()
                        .find(arn.name())
                        .filter(found -> found.arn(account.id()).equals(arn.text()))
                        .filter(found -> trusts(found, arn, token, provider, providerArn))
                        .orElseThrow(() ->
                                StsErrors.accessDenied("Not authorized to perform sts:" + ACTION));
        String name = call.required("RoleSessionName");
        Duration duration = AssumeRole.duration(call, role, false);
        maker.make(result, account.id(), Session.Kind.ROLE, role.id(), name, limits, "", duration);
        result.text("SubjectFromWebIdentityToken", token.subject());
        AssumeRole.show(result, account, role, name);
        AssumeRole.showPacked(result, limits);
        result.text("Provider", providerArn).text("Audience", String.join(",", token.audience()));
    }

    private static boolean trusts(
            Role role, RoleArn arn, IdToken token, OpenIdProvider provider, String providerArn) {
        Optional<PolicySource> trust = AssumeRole.trust(role);
        AccessRequest asked =
                new AccessRequest(
                        new Caller(arn.account(), providerArn, ""),
                        "sts:" + ACTION,
                        arn.text(),
                        arn.account(),
                        RequestValues.of(values(token, provider)));
        PolicySet policies =
                new PolicySet(List.of(), trust.stream().toList(), List.of(), List.of());
        return policies.decide(asked).isAllowed();
    }

    private static Map<String, List<String>> values(IdToken token, OpenIdProvider provider) {
        Map<String, List<String>> values = new HashMap<>();
        String issuer = provider.name() + ":";
        values.put(issuer + "aud", token.audience());
        values.put(issuer + "sub", List.of(token.subject()));
        values.put(issuer + "amr", Json.texts(token.claims(), "amr"));
        values.put("aws:FederatedProvider", List.of(provider.name()));
        return values;
    }
}
