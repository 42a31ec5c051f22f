package stator.door.caller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.Authenticator;
import stator.door.Request;
import stator.identity.account.AccessKey;
import stator.identity.account.Identities;
import stator.identity.signature.RequestHeaders;
import stator.identity.signature.SignableRequest;
import stator.identity.signature.SignatureClaim;
import stator.identity.signature.SignatureTime;
import stator.identity.signature.SignatureVerifier;
import stator.identity.signature.Verification;

/**
 * Lets in whoever signed with the secret of a known key. Thread-safe.
 *
 * <p>The order of the checks and the words are AWS's: the form, the date, the scope ({@link
 * SignatureForm}), then the key, the signature, and the session of the key.
 */
public final class VerifiedSignatures implements Authenticator {
    /** S3's clock is more patient than the others. */
    private static final Duration SKEW_OF_S3 = Duration.ofMinutes(15);

    private static final String S3 = SignatureForm.S3;
    private static final String INVALID_TOKEN =
            "The security token included in the request is invalid";

    private final Identities identities;
    private final Clock clock;
    private final Duration skew;
    private final SignatureVerifier verifier;
    private final SignatureVerifier verifierOfS3;
    private final SignatureForm form;
    private final SignatureForm formOfS3;
    private final SignatureClaim.Recent recent = new SignatureClaim.Recent();

    /**
     * @param skew how far a client's clock may be off
     */
    public VerifiedSignatures(Identities identities, Clock clock, Duration skew) {
        this.identities = identities;
        this.clock = clock;
        this.skew = skew;
        Duration ofS3 = skew.compareTo(SKEW_OF_S3) > 0 ? skew : SKEW_OF_S3;
        verifier = new SignatureVerifier(skew);
        verifierOfS3 = new SignatureVerifier(ofS3);
        form = new SignatureForm((date, seconds) -> requireCurrent(date, seconds, skew));
        formOfS3 = new SignatureForm((date, seconds) -> requireCurrent(date, seconds, ofS3));
    }

    @Override
    public Admission authenticate(Request request, String scope) {
        boolean isS3 = scope.equals(S3);
        (isS3 ? formOfS3 : form).authenticate(request, scope);
        Optional<PresignedVersion2> old =
                isS3 && request.header("authorization").isEmpty()
                        ? PresignedVersion2.of(request)
                        : Optional.empty();
        if (old.isPresent()) {
            return admission(request, old.get());
        }
        SignableRequest signable = signable(request);
        SignatureClaim claim =
                SignatureClaim.of(signable, recent).orElseThrow(() -> unreadable(signable));
        AccessKey key =
                identities
                        .find(claim.accessKey(), claim.token())
                        .orElseThrow(() ->
                                new AuthenticationException(
                                        Failure.UNKNOWN_KEY, INVALID_TOKEN + "."));
        Instant now = clock.instant();
        Verification verification =
                (isS3 ? verifierOfS3 : verifier)
                        .verify(signable, body(request), claim, key.secret(), scope, "", now);
        requireAccepted(verification, isS3);
        if (verification instanceof Verification.Accepted accepted && request.isStreamed()) {
            request.keepChunkSignatures(accepted.chunks());
        }
        requireSession(key, claim, now);
        identities.used(key.id(), scope, claim.scope().region(), now);
        return Admission.of(key.principal(claim.scope().region(), request.source()));
    }

    private Admission admission(Request request, PresignedVersion2 old) {
        AccessKey key =
                identities
                        .find(old.accessKey(), "")
                        .orElseThrow(() ->
                                new AuthenticationException(
                                        Failure.UNKNOWN_KEY, INVALID_TOKEN + "."));
        if (!key.sessionToken().isEmpty() || !old.isSignedWith(key.secret(), request)) {
            throw wrong("");
        }
        Instant now = clock.instant();
        if (now.getEpochSecond() > Long.parseLong(old.expires())) {
            throw new AuthenticationException(Failure.PRESIGNED_EXPIRED, "Request has expired");
        }
        identities.used(key.id(), S3, SignatureForm.HOME_REGION, now);
        return Admission.of(key.principal(SignatureForm.HOME_REGION, request.source()));
    }

    /**
     * The body, as far as it is there: whoever reads a streamed one sees whether it is the one
     * whose hash was signed.
     */
    private static Optional<byte[]> body(Request request) {
        return request.isStreamed() ? Optional.empty() : Optional.of(request.body());
    }

    private static SignableRequest signable(Request request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        RequestHeaders headers = new RequestHeaders();
        request.forEachHeader(headers::add);
        return new SignableRequest(
                request.method(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query + 1),
                headers);
    }

    /** The form was good, and still there is no one claim in it. */
    private static AuthenticationException unreadable(SignableRequest request) {
        boolean isTwice = request.headers().count("authorization") > 1;
        return new AuthenticationException(
                Failure.INCOMPLETE,
                isTwice
                        ? "There must be one Authorization header, not several."
                        : "Credential, SignedHeaders and Signature must have the form of"
                                + " AWS4-HMAC-SHA256.");
    }

    private void requireCurrent(String date, String seconds, Duration allowed) {
        Instant now = clock.instant();
        Instant signed = SignatureTime.instant(date).orElseThrow();
        if (signed.isAfter(now.plus(allowed))) {
            throw notYetCurrent(date, now, allowed);
        }
        Duration valid = seconds.isEmpty() ? allowed : presigned(seconds);
        if (signed.isBefore(now.minus(valid))) {
            throw expired(date, now, valid, !seconds.isEmpty());
        }
    }

    private static Duration presigned(String seconds) {
        if (!seconds.matches("-?[0-9]{1,18}")) {
            throw new AuthenticationException(
                    Failure.INCOMPLETE, "X-Amz-Expires should be a number");
        }
        long valid = Long.parseLong(seconds);
        if (valid < 0) {
            throw new AuthenticationException(
                    Failure.INCOMPLETE, "X-Amz-Expires must be non-negative");
        }
        if (valid > SignatureClaim.VALID_SECONDS_MAX) {
            throw new AuthenticationException(
                    Failure.INCOMPLETE,
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                            + " X-Amz-Expires must be less than 604800 seconds");
        }
        return Duration.ofSeconds(valid);
    }

    private static AuthenticationException notYetCurrent(
            String date, Instant now, Duration allowed) {
        return new AuthenticationException(
                Failure.TOO_OLD,
                "Signature not yet current: "
                        + date
                        + " is still later than "
                        + SignatureTime.text(now.plus(allowed))
                        + " ("
                        + SignatureTime.text(now)
                        + " + "
                        + allowed.toMinutes()
                        + " min.)");
    }

    private static AuthenticationException expired(
            String date, Instant now, Duration allowed, boolean isPresigned) {
        String until =
                "Signature expired: "
                        + date
                        + " is now earlier than "
                        + SignatureTime.text(now.minus(allowed))
                        + " ("
                        + SignatureTime.text(now)
                        + " - "
                        + allowed.toMinutes()
                        + " min.)";
        return new AuthenticationException(
                isPresigned ? Failure.PRESIGNED_EXPIRED : Failure.TOO_OLD, until);
    }

    private void requireAccepted(Verification verification, boolean isS3) {
        switch (verification) {
            case Verification.Accepted accepted -> {}
            case Verification.WrongScope wrong ->
                    throw new AuthenticationException(
                            Failure.WRONG_SCOPE,
                            "Credential should be scoped to a valid region, not '"
                                    + wrong.scope().region()
                                    + "'.");
            case Verification.Expired late ->
                    throw expired(
                            SignatureTime.text(late.signed()), late.now(), late.allowed(), false);
            case Verification.NotYetCurrent early ->
                    throw notYetCurrent(
                            SignatureTime.text(early.signed()), early.now(), early.allowed());
            case Verification.Unsigned unsigned ->
                    throw new AuthenticationException(
                            isS3 ? Failure.UNSIGNED_HEADER : Failure.WRONG_SCOPE,
                            "'"
                                    + unsigned.header()
                                    + "' must be a 'SignedHeader' in the AWS Authorization.");
            case Verification.OtherBody other -> {
                if (!isS3) {
                    throw wrong("");
                }
                throw new AuthenticationException(
                        Failure.OTHER_BODY,
                        "The provided 'x-amz-content-sha256' header does not match what was"
                                + " computed.");
            }
            case Verification.UnsupportedPayload payload -> throw wrong("");
            case Verification.Mismatch mismatch ->
                    throw wrong(
                            "\n\nThe Canonical String for this request should have been\n'"
                                    + mismatch.canonicalRequest()
                                    + "'\n\nThe String-to-Sign should have been\n'"
                                    + mismatch.stringToSign()
                                    + "'\n");
        }
    }

    private static AuthenticationException wrong(String detail) {
        return new AuthenticationException(
                Failure.WRONG_SIGNATURE,
                "The request signature we calculated does not match the signature you provided."
                        + " Check your AWS Secret Access Key and signing method. Consult the"
                        + " service documentation for details."
                        + detail);
    }

    private static void requireSession(AccessKey key, SignatureClaim claim, Instant now) {
        if (!SessionTokens.fits(key, claim.token())) {
            throw new AuthenticationException(Failure.UNKNOWN_KEY, INVALID_TOKEN);
        }
        if (!now.isBefore(key.expires())) {
            throw new AuthenticationException(
                    Failure.EXPIRED_SESSION,
                    "The security token included in the request is expired");
        }
    }
}
