package stator.s3.form;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import stator.door.AuthenticationException;
import stator.door.Authenticator;
import stator.door.FormAuthenticator;
import stator.door.FormAuthenticator.SignedPolicy;
import stator.identity.signature.SignatureTime;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;

/**
 * The signature among the fields of a form, of version 4 or 2. Its parts are there all or none; a
 * form without any is nobody's.
 */
final class FormSignature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String CREDENTIAL = "X-Amz-Credential";

    /** As errors name them. */
    private static final List<String> VERSION_4 =
            List.of("X-Amz-Algorithm", CREDENTIAL, "X-Amz-Date", "X-Amz-Signature");

    private static final List<String> VERSION_2 = List.of("AWSAccessKeyId", "Signature");

    private FormSignature() {}

    /**
     * Reads the signature.
     *
     * @param fields by their names in small letters
     * @return empty if nobody signed
     * @throws S3Exception InvalidArgument if a part is missing, or has not the form that it must
     *     have
     */
    static Optional<SignedPolicy> of(Map<String, String> fields) {
        boolean is4 = hasAny(fields, VERSION_4);
        if (!is4 && !hasAny(fields, VERSION_2)) {
            return Optional.empty();
        }
        for (String part : is4 ? VERSION_4 : VERSION_2) {
            require(fields, part);
        }
        require(fields, "Policy");
        return Optional.of(is4 ? ofVersion4(fields) : ofVersion2(fields));
    }

    private static boolean hasAny(Map<String, String> fields, List<String> parts) {
        return parts.stream().anyMatch(part -> fields.containsKey(part.toLowerCase(Locale.ROOT)));
    }

    private static void require(Map<String, String> fields, String part) {
        if (!fields.containsKey(part.toLowerCase(Locale.ROOT))) {
            throw PostObject.missing(part);
        }
    }

    private static SignedPolicy ofVersion2(Map<String, String> fields) {
        return new SignedPolicy(
                fields.get("policy"),
                2,
                fields.get("awsaccesskeyid"),
                "",
                "",
                token(fields),
                fields.get("signature"));
    }

    private static SignedPolicy ofVersion4(Map<String, String> fields) {
        String algorithm = fields.get("x-amz-algorithm");
        if (!algorithm.equals(ALGORITHM)) {
            throw Errors.invalidArgument(
                    "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
                    "X-Amz-Algorithm",
                    algorithm);
        }
        String date = fields.get("x-amz-date");
        if (SignatureTime.instant(date).isEmpty()) {
            throw Errors.invalidArgument(
                    "X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", date);
        }
        String credential = fields.get("x-amz-credential");
        String[] parts = credential.split("/", -1);
        requireCredential(parts, credential, date);
        return new SignedPolicy(
                fields.get("policy"),
                4,
                parts[0],
                parts[1],
                parts[2],
                token(fields),
                fields.get("x-amz-signature"));
    }

    private static void requireCredential(String[] parts, String credential, String date) {
        if (parts.length != 5) {
            throw wrong(
                    "the Credential is mal-formed; expecting"
                            + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
                    credential);
        }
        if (parts[0].isEmpty()) {
            throw wrong(
                    "a non-empty Access Key (AKID) must be provided in the credential.",
                    credential);
        }
        if (!parts[1].matches("[0-9]{8}")) {
            throw wrong(
                    "incorrect date format \""
                            + parts[1]
                            + "\". This date in the credential must be in the format"
                            + " \"yyyyMMdd\".",
                    credential);
        }
        if (!date.startsWith(parts[1])) {
            throw wrong(
                    "Invalid credential date \""
                            + parts[1]
                            + "\". This date is not the same as X-Amz-Date: \""
                            + date.substring(0, 8)
                            + "\".",
                    credential);
        }
        if (!parts[3].equals("s3")) {
            throw wrong(
                    "incorrect service \"" + parts[3] + "\". This endpoint belongs to \"s3\".",
                    credential);
        }
        if (!parts[4].equals("aws4_request")) {
            throw wrong(
                    "incorrect terminal \"" + parts[4] + "\". This endpoint uses \"aws4_request\".",
                    credential);
        }
    }

    private static S3Exception wrong(String message, String credential) {
        return Errors.invalidArgument(message, CREDENTIAL, credential);
    }

    private static String token(Map<String, String> fields) {
        return fields.getOrDefault("x-amz-security-token", "");
    }

    /**
     * Who signed.
     *
     * @throws S3Exception if the signer is not accepted
     */
    static Authenticator.Admission signer(
            FormAuthenticator authenticator, SignedPolicy policy, InetAddress source) {
        try {
            return authenticator.authenticate(policy, source);
        } catch (AuthenticationException e) {
            throw switch (e.failure()) {
                case WRONG_SIGNATURE -> mismatch(policy);
                case EXPIRED_SESSION ->
                        new S3Exception(400, "ExpiredToken", "The provided token has expired.")
                                .with("Token-0", policy.token());
                case TOO_MANY ->
                        new S3Exception(503, "SlowDown", "Please reduce your request rate.");
                default ->
                        new S3Exception(
                                        403,
                                        "InvalidAccessKeyId",
                                        "The AWS Access Key Id you provided does not exist in our"
                                                + " records.")
                                .with("AWSAccessKeyId", policy.accessKey());
            };
        }
    }

    private static S3Exception mismatch(SignedPolicy policy) {
        byte[] bytes = policy.text().getBytes(StandardCharsets.UTF_8);
        return new S3Exception(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you"
                                + " provided. Check your key and signing method.")
                .with("AWSAccessKeyId", policy.accessKey())
                .with("StringToSign", policy.text())
                .with("SignatureProvided", policy.signature())
                .with("StringToSignBytes", HexFormat.ofDelimiter(" ").formatHex(bytes));
    }
}
