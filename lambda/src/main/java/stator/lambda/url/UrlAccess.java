package stator.lambda.url;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.Request;
import stator.identity.Principal;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionUrls.Url;
import stator.lambda.function.LambdaException;

/**
 * Who may call a URL. One of type {@code AWS_IAM} needs a signature, and policies that allow its
 * signer to; one of type {@code NONE} needs a policy of the function that lets everybody in, where
 * it is looked at who calls. Thread-safe.
 */
final class UrlAccess {
    private static final String ACTION = "lambda:InvokeFunctionUrl";
    private static final String CONDITION = "lambda:FunctionUrlAuthType";
    private static final String SCOPE = "lambda";
    private static final String FORBIDDEN =
            "Forbidden. For troubleshooting Function URL authorization issues, see:"
                    + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

    /** Nobody in particular, and of no account. */
    private static final stator.identity.policy.Caller NOBODY =
            new stator.identity.policy.Caller("", "", "");

    private final FunctionStore functions;
    private final Rules rules;

    /**
     * What was read of functions' policies: one object for each text, by which rulings are kept.
     */
    private final Map<FunctionReference, ReadPolicy> read = new ConcurrentHashMap<>();

    /**
     * How callers are recognised.
     *
     * @param isEnforced whether nobody gets in whom no policy lets in
     */
    record Rules(Authenticator authenticator, Authorizer authorizer, boolean isEnforced) {}

    private record ReadPolicy(String text, List<PolicySource> sources) {}

    /** Who signed a request. */
    record Caller(Principal principal) {
        String account() {
            return principal.account();
        }

        /** As functions are told. */
        Document shown() {
            return Document.of("accessKey", principal.accessKey())
                    .with("accountId", principal.account())
                    .with("callerId", principal.userId())
                    .with("userArn", principal.arn())
                    .with("userId", principal.userId());
        }
    }

    UrlAccess(FunctionStore functions, Rules rules) {
        this.functions = functions;
        this.rules = rules;
    }

    /**
     * Lets a caller in who may call.
     *
     * @return who signed; empty if the URL is for everybody
     * @throws LambdaException if the caller may not
     */
    Optional<Caller> admit(Request request, Url url) {
        if (url.needsSignature()) {
            return Optional.of(signer(request, url));
        }
        if (rules.isEnforced && !isForEverybody(url.function())) {
            throw LambdaException.denied(FORBIDDEN);
        }
        return Optional.empty();
    }

    private Caller signer(Request request, Url url) {
        Principal principal;
        try {
            principal = rules.authenticator.authenticate(request, SCOPE).principal();
        } catch (AuthenticationException e) {
            throw LambdaException.denied(FORBIDDEN);
        }
        Access access =
                new Access(
                        ACTION,
                        List.of(url.function().qualifiedArn()),
                        values("AWS_IAM"),
                        policies(url.function()));
        if (rules.authorizer.judge(request, principal, List.of(access)).isDenied()) {
            throw LambdaException.denied(FORBIDDEN);
        }
        return new Caller(principal);
    }

    private static RequestValues values(String authType) {
        return RequestValues.of(Map.of(CONDITION, List.of(authType)));
    }

    private boolean isForEverybody(FunctionReference function) {
        PolicySet policies = new PolicySet(List.of(), policies(function), List.of(), List.of());
        AccessRequest asked =
                new AccessRequest(
                        NOBODY, ACTION, function.qualifiedArn(), NOBODY.account(), values("NONE"));
        return policies.decide(asked).isAllowed();
    }

    private List<PolicySource> policies(FunctionReference function) {
        Optional<String> text = functions.policy(function);
        if (text.isEmpty()) {
            read.remove(function);
            return List.of();
        }
        ReadPolicy known = read.get(function);
        if (known == null || !known.text.equals(text.get())) {
            known = new ReadPolicy(text.get(), parsed(text.get()));
            read.put(function, known);
        }
        return known.sources;
    }

    /** What allows nobody anything counts as none. */
    private static List<PolicySource> parsed(String text) {
        try {
            Policy policy = Policy.parse(text, Policy.Kind.RESOURCE);
            return List.of(new PolicySource("ResourcePolicy", "", policy));
        } catch (MalformedPolicyException e) {
            return List.of();
        }
    }
}
