package stator.s3.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stator.door.Access;
import stator.door.Authenticator.Admission;
import stator.door.FormAuthenticator;
import stator.door.FormAuthenticator.SignedPolicy;
import stator.door.Request;
import stator.door.Service.Recognised;
import stator.identity.Principal;
import stator.s3.object.ObjectHeaders;
import stator.s3.request.Address;
import stator.s3.request.AnonymousAccess;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.S3Context;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.Tags;

/**
 * Makes of the form of a web page a request that anybody can judge: reads the fields before the
 * file, finds out who signed their policy, and holds them to it, in the order of Amazon S3. The
 * file is not read here. Thread-safe.
 */
public final class Forms {
    private static final Pattern BOUNDARY =
            Pattern.compile("\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70}))");
    private static final String FILE_NAME = "${filename}";

    /** Fields in which nothing is replaced: they are signed as they are. */
    private static final Set<String> LITERAL =
            Set.of("policy", "x-amz-signature", "signature", "x-amz-security-token");

    /** Fields that say of the object what the header of the same name says in PutObject. */
    private static final Set<String> HEADERS =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-type",
                    "expires",
                    "x-amz-storage-class",
                    "x-amz-website-redirect-location");

    private static final List<String> HEADER_STARTS =
            List.of(
                    "x-amz-meta-",
                    "x-amz-server-side-encryption",
                    "x-amz-checksum-",
                    "x-amz-object-lock-");

    private final S3Context context;
    private final FormAuthenticator signers;

    public Forms(S3Context context, FormAuthenticator signers) {
        this.context = context;
        this.signers = signers;
    }

    /** The form of a request that nobody signed; empty if it is none. */
    public Optional<Recognised> recognise(Request request) {
        S3Request asked = new S3Request(request, Principal.unknown(request.source()), context);
        if (!isForm(asked) || asked.hasHeader("authorization")) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(request, asked));
        } catch (S3Exception e) {
            // Told when it is answered, by nobody in particular.
            return Optional.of(
                    new Recognised(
                            FormRequest.failed(request, e), Admission.of(asked.principal())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a request is one: nothing else is posted to a bucket without a parameter. */
    private static boolean isForm(S3Request request) {
        return request.method().equals("POST")
                && !request.bucketName().isEmpty()
                && request.key().isEmpty()
                && request.parameters().isEmpty();
    }

    /** Whether a request is a form that is not taken: that is no call of anybody, as elsewhere. */
    public boolean isRefused(S3Request request) {
        return request.as(FormRequest.class).filter(form -> form.error().isPresent()).isPresent();
    }

    /** What is said of a form that somebody signed like any other request. */
    public static S3Exception signedOutside(S3Request request) {
        return isMultipart(request)
                ? Errors.invalidRequest(
                        "A form is allowed by a policy that is signed among its fields, not by a"
                                + " signature of the request.")
                : notMultipart();
    }

    private static boolean isMultipart(S3Request request) {
        return request.header("content-type").startsWith("multipart/form-data");
    }

    private static S3Exception notMultipart() {
        return Errors.preconditionFailed(
                "Bucket POST must be of the enclosure-type multipart/form-data");
    }

    private Recognised read(Request request, S3Request asked) throws IOException {
        String bucket = asked.bucket().name();
        FormParts parts = parts(asked);
        InputStream file =
                parts.file()
                        .orElseThrow(() ->
                                Errors.invalidArgument(
                                        "POST requires exactly one file upload per request.",
                                        "file",
                                        "0"));
        Map<String, String> fields = expanded(parts);
        if (!fields.containsKey("key")) {
            throw PostObject.missing("key");
        }
        Optional<SignedPolicy> signed = FormSignature.of(fields);
        Optional<Admission> signer =
                signed.map(policy -> FormSignature.signer(signers, policy, request.source()))
                        .or(() -> signers.unsigned(request.source()).map(Admission::of));
        PostPolicy.Lengths lengths = PostPolicy.Lengths.ANY;
        if (signer.isPresent() && fields.containsKey("policy")) {
            Map<String, String> judged = new LinkedHashMap<>(fields);
            judged.put("bucket", bucket);
            lengths =
                    PostPolicy.of(fields.get("policy"))
                            .requireAllowed(judged, context.clock().instant());
        }
        FormRequest form = form(request, asked, fields, file, lengths);
        return new Recognised(form, signer.orElseGet(() -> anybody(form)));
    }

    private static FormParts parts(S3Request request) {
        if (!isMultipart(request)) {
            throw notMultipart();
        }
        Matcher boundary = BOUNDARY.matcher(request.header("content-type"));
        if (!boundary.find()) {
            throw FormParts.malformed();
        }
        return new FormParts(
                request.body(), boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
    }

    /** Where the name of the file is asked for and there is one, it is put in. */
    private static Map<String, String> expanded(FormParts parts) {
        Map<String, String> fields = new LinkedHashMap<>(parts.fields());
        parts.fileName()
                .ifPresent(name ->
                        fields.replaceAll((field, value) ->
                                LITERAL.contains(field) ? value : value.replace(FILE_NAME, name)));
        return fields;
    }

    private static FormRequest form(
            Request request,
            S3Request asked,
            Map<String, String> fields,
            InputStream file,
            PostPolicy.Lengths lengths) {
        boolean inHost = !Address.bucketOf(asked.header("host")).isEmpty();
        String key = Address.encoded(fields.get("key"), "/");
        return new FormRequest(
                request,
                (inHost ? "/" : "/" + asked.bucketName() + "/") + key,
                headers(fields),
                fields,
                file,
                lengths,
                fields.get("key").isEmpty()
                        ? Optional.of(
                                Errors.invalidArgument(
                                        "User key must have a length greater than 0.", "key", ""))
                        : Optional.empty());
    }

    private static Map<String, String> headers(Map<String, String> fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.forEach((field, value) -> {
            boolean isHeader =
                    HEADERS.contains(field) || HEADER_STARTS.stream().anyMatch(field::startsWith);
            if (isHeader && !value.isEmpty()) {
                headers.put(field, value);
            }
        });
        Stream.of("acl", "x-amz-acl")
                .map(fields::get)
                .filter(acl -> acl != null && !acl.isEmpty())
                .forEach(acl -> headers.put("x-amz-acl", acl));
        String tagging = fields.getOrDefault("tagging", "");
        if (!tagging.isEmpty()) {
            headers.put("x-amz-tagging", Tags.ofForm(tagging, ObjectHeaders.TAGS_MAX).attribute());
        }
        return headers;
    }

    /** Whoever sends a form that nobody signed may do what everybody may. */
    private Admission anybody(FormRequest form) {
        Principal nobody = Principal.unknown(form.source());
        try {
            Operation operation = PostObject.operation();
            List<Access> accesses = operation.accesses(new S3Request(form, nobody, context));
            if (form.error().isEmpty() && !AnonymousAccess.isAllowed(accesses)) {
                throw Errors.accessDenied();
            }
            return Admission.of(nobody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
