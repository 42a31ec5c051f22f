package stator.s3.setting;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.Tags;
import stator.s3.request.XmlElement;

/** What must be true of the documents by which buckets are configured. */
final class SettingChecks {
    private static final int BUCKET_TAGS_MAX = 50;
    private static final int CORS_RULES_MAX = 100;
    private static final Set<String> CORS_METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

    private SettingChecks() {}

    static XmlElement tags(S3Request request, XmlElement document) {
        Tags.of(document.first("TagSet").orElseThrow(Errors::malformedXml), BUCKET_TAGS_MAX);
        return document;
    }

    static XmlElement cors(S3Request request, XmlElement document) {
        List<XmlElement> rules = document.all("CORSRule");
        if (rules.isEmpty() || rules.size() > CORS_RULES_MAX) {
            throw Errors.malformedXml();
        }
        for (XmlElement rule : rules) {
            List<XmlElement> methods = rule.all("AllowedMethod");
            List<XmlElement> origins = rule.all("AllowedOrigin");
            if (methods.isEmpty() || origins.isEmpty()) {
                throw Errors.malformedXml();
            }
            for (XmlElement method : methods) {
                if (!CORS_METHODS.contains(method.text())) {
                    throw Errors.invalidRequest(
                            "Found unsupported HTTP method in CORS config. Unsupported method is "
                                    + method.text());
                }
            }
            for (XmlElement origin : origins) {
                requireOneWildcard(origin.text(), "AllowedOrigin");
            }
            for (XmlElement header : rule.all("AllowedHeader")) {
                requireOneWildcard(header.text(), "AllowedHeader");
            }
        }
        return document;
    }

    private static void requireOneWildcard(String text, String element) {
        if (text.indexOf('*') != text.lastIndexOf('*')) {
            throw Errors.invalidRequest(
                    element + " \"" + text + "\" can not have more than one wildcard.");
        }
    }

    static XmlElement ownership(S3Request request, XmlElement document) {
        String ownership =
                document.first("Rule").orElseThrow(Errors::malformedXml).text("ObjectOwnership");
        return oneOf(
                document, ownership, "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter");
    }

    static XmlElement logging(S3Request request, XmlElement document) throws IOException {
        for (XmlElement enabled : document.all("LoggingEnabled")) {
            if (request.store().find(enabled.text("TargetBucket")).isEmpty()) {
                throw new S3Exception(
                                400,
                                "InvalidTargetBucketForLogging",
                                "The target bucket for logging does not exist")
                        .with("TargetBucket", enabled.text("TargetBucket"));
            }
        }
        return document;
    }

    static XmlElement accelerate(S3Request request, XmlElement document) {
        return oneOf(document, document.text("Status"), "Enabled", "Suspended");
    }

    static XmlElement payer(S3Request request, XmlElement document) {
        return oneOf(document, document.text("Payer"), "BucketOwner", "Requester");
    }

    private static XmlElement oneOf(XmlElement document, String text, String... allowed) {
        if (!List.of(allowed).contains(text)) {
            throw Errors.malformedXml();
        }
        return document;
    }
}
