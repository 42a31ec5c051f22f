package stator.s3.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stator.s3.cors.Cors;
import stator.s3.lifecycle.Lifecycle;
import stator.s3.request.Operation;
import stator.s3.request.S3Request;
import stator.s3.request.XmlWriter;

/** The operations on what is configured of buckets. */
public final class SettingOperations {
    /** Under which the document of notifications is kept. */
    public static final String NOTIFICATION = "notification";

    static final String PUBLIC_ACCESS_BLOCK = "publicAccessBlock";
    private static final String OWNERSHIP = "ownershipControls";

    private SettingOperations() {}

    public static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        settings().forEach(setting -> all.addAll(setting.operations()));
        all.addAll(VersioningSetting.operations());
        all.addAll(PolicySetting.operations());
        all.addAll(BucketAcl.operations());
        all.addAll(Unconfigured.operations());
        return all;
    }

    private static BucketSetting setting(
            String parameter,
            String noun,
            String action,
            String root,
            BucketSetting.IfNone ifNone,
            BucketSetting.Check check) {
        return new BucketSetting(
                parameter,
                List.of(noun, noun, ""),
                List.of("Get" + action, "Put" + action, "Put" + action),
                root,
                ifNone,
                check,
                200,
                Map.of());
    }

    private static BucketSetting deletable(
            String parameter,
            String noun,
            String action,
            String root,
            BucketSetting.IfNone ifNone,
            BucketSetting.Check check) {
        return new BucketSetting(
                parameter,
                List.of(noun, noun, noun),
                List.of("Get" + action, "Put" + action, "Put" + action),
                root,
                ifNone,
                check,
                200,
                Map.of());
    }

    private static List<BucketSetting> settings() {
        return List.of(
                new BucketSetting(
                        "tagging",
                        List.of("BucketTagging", "BucketTagging", "BucketTagging"),
                        List.of("GetBucketTagging", "PutBucketTagging", "PutBucketTagging"),
                        "Tagging",
                        BucketSetting.error("NoSuchTagSet", "The TagSet does not exist"),
                        SettingChecks::tags,
                        204,
                        Map.of()),
                deletable(
                        Cors.NAME,
                        "BucketCors",
                        "BucketCORS",
                        "CORSConfiguration",
                        BucketSetting.error(
                                "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
                        SettingChecks::cors),
                new BucketSetting(
                        Lifecycle.NAME,
                        List.of(
                                "BucketLifecycleConfiguration",
                                "BucketLifecycleConfiguration",
                                "BucketLifecycle"),
                        List.of(
                                "GetLifecycleConfiguration",
                                "PutLifecycleConfiguration",
                                "PutLifecycleConfiguration"),
                        "LifecycleConfiguration",
                        BucketSetting.error(
                                "NoSuchLifecycleConfiguration",
                                "The lifecycle configuration does not exist"),
                        LifecycleCheck::checked,
                        200,
                        Map.of(
                                "x-amz-transition-default-minimum-object-size",
                                "all_storage_classes_128K")),
                deletable(
                        "encryption",
                        "BucketEncryption",
                        "EncryptionConfiguration",
                        "ServerSideEncryptionConfiguration",
                        SettingOperations::defaultEncryption,
                        BucketSetting.Check.NONE),
                deletable(
                        "website",
                        "BucketWebsite",
                        "BucketWebsite",
                        "WebsiteConfiguration",
                        BucketSetting.error(
                                "NoSuchWebsiteConfiguration",
                                "The specified bucket does not have a website configuration"),
                        BucketSetting.Check.NONE),
                deletable(
                        PUBLIC_ACCESS_BLOCK,
                        "PublicAccessBlock",
                        "BucketPublicAccessBlock",
                        "PublicAccessBlockConfiguration",
                        BucketSetting.error(
                                "NoSuchPublicAccessBlockConfiguration",
                                "The public access block configuration was not found"),
                        BucketSetting.Check.NONE),
                deletable(
                        OWNERSHIP,
                        "BucketOwnershipControls",
                        "BucketOwnershipControls",
                        "OwnershipControls",
                        BucketSetting.error(
                                "OwnershipControlsNotFoundError",
                                "The bucket ownership controls were not found"),
                        SettingChecks::ownership),
                setting(
                        NOTIFICATION,
                        "BucketNotificationConfiguration",
                        "BucketNotification",
                        "NotificationConfiguration",
                        BucketSetting.empty("NotificationConfiguration"),
                        NotificationCheck::checked),
                setting(
                        "logging",
                        "BucketLogging",
                        "BucketLogging",
                        "BucketLoggingStatus",
                        BucketSetting.empty("BucketLoggingStatus"),
                        SettingChecks::logging),
                setting(
                        "accelerate",
                        "BucketAccelerateConfiguration",
                        "AccelerateConfiguration",
                        "AccelerateConfiguration",
                        BucketSetting.empty("AccelerateConfiguration"),
                        SettingChecks::accelerate),
                setting(
                        "requestPayment",
                        "BucketRequestPayment",
                        "BucketRequestPayment",
                        "RequestPaymentConfiguration",
                        request ->
                                new XmlWriter("RequestPaymentConfiguration")
                                        .text("Payer", "BucketOwner"),
                        SettingChecks::payer));
    }

    private static XmlWriter defaultEncryption(S3Request request) {
        return new XmlWriter("ServerSideEncryptionConfiguration")
                .begin("Rule")
                .begin("ApplyServerSideEncryptionByDefault")
                .text("SSEAlgorithm", "AES256")
                .end()
                .text("BucketKeyEnabled", false)
                .end();
    }
}
