package stator.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.Authorizer.Verdict;
import stator.door.ErrorForm;
import stator.door.Reply;
import stator.door.Request;
import stator.door.ServiceException;
import stator.identity.Principal;
import stator.identity.account.RootKeys;

/**
 * Who may use what is ours: an administrator, which is whoever signs for the service {@value
 * #SERVICE} and may do {@value #ACTION}, as the root of the first account and everybody there with
 * AdministratorAccess may. Metrics may also be read by whoever has the token for them. Thread-safe.
 *
 * @param refuses whether others are refused; else they are only told
 * @param metricsToken empty if there is none
 * @param keys that an administrator can make and end
 */
public record Administrators(
        Authenticator authenticator,
        Authorizer authorizer,
        boolean refuses,
        String metricsToken,
        RootKeys keys) {
    /** In signatures. */
    public static final String SERVICE = "stator";

    private static final String ACTION = "stator:Administer";
    private static final String BEARER = "Bearer ";
    private static final ErrorForm FORM = new ErrorForm.RestJson();

    /** Why a request may not pass; empty if it may. */
    private Optional<ServiceException> refusal(Request request) {
        if (hasToken(request, metricsToken)) {
            return Optional.empty();
        }
        try {
            Authenticator.Admission admission = authenticator.authenticate(request, SERVICE);
            Verdict verdict =
                    authorizer.judge(
                            request,
                            admission.principal(),
                            List.of(new Access(ACTION, List.of("*"))));
            String reason = admission.warning().isEmpty() ? verdict.message() : admission.warning();
            if (reason.isEmpty() && !isOfFirstAccount(admission.principal())) {
                reason =
                        "User: "
                                + admission.principal().arn()
                                + " is not authorized to perform: "
                                + ACTION
                                + " on resource: *";
            }
            return reason.isEmpty() ? Optional.empty() : Optional.of(FORM.denial(reason));
        } catch (AuthenticationException refused) {
            return Optional.of(FORM.refusal(refused));
        }
    }

    /** The roots of other accounts are masters there, and not of the server. */
    private static boolean isOfFirstAccount(Principal principal) {
        return principal.account().equals(Principal.DEFAULT_ACCOUNT);
    }

    /** Whether a request asks for the metrics with the token for them. */
    static boolean hasToken(Request request, String metricsToken) {
        String given = request.header("authorization").orElse("");
        return !metricsToken.isEmpty()
                && request.path().equals(MetricsResource.PATH)
                && given.startsWith(BEARER)
                && MessageDigest.isEqual(
                        given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                        metricsToken.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers a request of an administrator, or tells who is none. */
    Reply answer(Request request, Supplier<Reply> answering) {
        Optional<ServiceException> refusal = refusal(request);
        if (refusal.isPresent() && refuses) {
            return FORM.reply(refusal.get(), request);
        }
        Reply reply = answering.get();
        return refusal.isPresent() ? reply.withWarning(refusal.get().getMessage()) : reply;
    }
}
