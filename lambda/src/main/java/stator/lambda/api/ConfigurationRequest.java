package stator.lambda.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.function.LayerStore;
import stator.lambda.neighbour.RoleCredentials;

/** Takes a function's configuration out of a request, as AWS shows it afterwards. */
final class ConfigurationRequest {
    private static final int TIMEOUT_SECONDS_MAX = 900;
    private static final int MEMORY_MEGABYTES_MAX = 10_240;
    private static final int ENVIRONMENT_BYTES_MAX = 4_096;
    private static final int LAYERS_MAX = 5;

    /** What AWS keeps for itself. */
    private static final Set<String> RESERVED =
            Set.of(
                    "_HANDLER",
                    "_X_AMZN_TRACE_ID",
                    "AWS_DEFAULT_REGION",
                    "AWS_REGION",
                    "AWS_EXECUTION_ENV",
                    "AWS_LAMBDA_FUNCTION_NAME",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                    "AWS_LAMBDA_FUNCTION_VERSION",
                    "AWS_LAMBDA_INITIALIZATION_TYPE",
                    "AWS_LAMBDA_LOG_GROUP_NAME",
                    "AWS_LAMBDA_LOG_STREAM_NAME",
                    "AWS_ACCESS_KEY",
                    "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_SESSION_TOKEN",
                    "AWS_LAMBDA_RUNTIME_API",
                    "LAMBDA_TASK_ROOT",
                    "LAMBDA_RUNTIME_DIR");

    private final LayerStore layers;
    private final RoleCredentials roles;

    ConfigurationRequest(LayerStore layers, RoleCredentials roles) {
        this.layers = layers;
        this.roles = roles;
    }

    /** The configuration of a new function, without what tells of its code. */
    Document of(FunctionReference function, Document given) {
        checkNumbers(given);
        checkEnvironment(given);
        checkRole(given);
        Document configuration =
                Document.of("FunctionName", function.name())
                        .with("FunctionArn", function.arn())
                        .withOf(given, "Runtime")
                        .withOf(given, "Role")
                        .withOf(given, "Handler")
                        .with("Description", given.text("Description"))
                        .with("Timeout", given.number("Timeout", 3))
                        .with("MemorySize", given.number("MemorySize", 128))
                        .with("Version", FunctionReference.LATEST)
                        .with("PackageType", given.find("PackageType").orElse("Zip"))
                        .with("TracingConfig", Document.of("Mode", tracing(given)))
                        .with("SnapStart", snapStart(given))
                        .with("RuntimeVersionConfig", runtimeVersion(function, given))
                        .with("LoggingConfig", logging(function, given))
                        .with(
                                "EphemeralStorage",
                                Document.of(
                                        "Size",
                                        given.document("EphemeralStorage").number("Size", 512)))
                        .with(
                                "Architectures",
                                given.has("Architectures")
                                        ? given.list("Architectures")
                                        : List.of("x86_64"));
        return optional(configuration, given);
    }

    /** A configuration with what a request changes of it. */
    Document changed(FunctionReference function, Document before, Document given) {
        checkNumbers(given);
        checkEnvironment(given);
        checkRole(given);
        Document configuration = before;
        for (String name :
                List.of(
                        "Runtime",
                        "Role",
                        "Handler",
                        "Description",
                        "Timeout",
                        "MemorySize",
                        "EphemeralStorage")) {
            configuration = configuration.withOf(given, name);
        }
        if (given.has("TracingConfig")) {
            configuration =
                    configuration.with("TracingConfig", Document.of("Mode", tracing(given)));
        }
        if (given.has("SnapStart")) {
            configuration = configuration.with("SnapStart", snapStart(given));
        }
        if (given.has("LoggingConfig")) {
            configuration = configuration.with("LoggingConfig", logging(function, given));
        }
        return optional(configuration, given);
    }

    private Document optional(Document configuration, Document given) {
        Document all = configuration;
        for (String name : List.of("KMSKeyArn", "FileSystemConfigs", "ImageConfigResponse")) {
            all = all.withOf(given, name);
        }
        if (given.has("Environment")) {
            Document variables = given.document("Environment").document("Variables");
            all =
                    variables.names().isEmpty()
                            ? all.without("Environment")
                            : all.with("Environment", Document.of("Variables", variables));
        }
        if (given.has("DeadLetterConfig")) {
            String target = given.document("DeadLetterConfig").text("TargetArn");
            all =
                    target.isEmpty()
                            ? all.without("DeadLetterConfig")
                            : all.with("DeadLetterConfig", Document.of("TargetArn", target));
        }
        if (given.has("VpcConfig")) {
            Document vpc = given.document("VpcConfig");
            all =
                    all.with(
                            "VpcConfig",
                            Document.of("SubnetIds", vpc.list("SubnetIds"))
                                    .with("SecurityGroupIds", vpc.list("SecurityGroupIds"))
                                    .with("VpcId", vpc.texts("SubnetIds").isEmpty() ? "" : "vpc-0")
                                    .with("Ipv6AllowedForDualStack", false));
        }
        return given.has("Layers") ? withLayers(all, given.texts("Layers")) : all;
    }

    private Document withLayers(Document configuration, List<String> arns) {
        if (arns.size() > LAYERS_MAX) {
            throw LambdaException.invalid("Cannot reference more than 5 layers.");
        }
        List<Document> found = new ArrayList<>();
        List<String> code = new ArrayList<>();
        for (String arn : arns) {
            Optional<Document> layer = layers.find(arn);
            if (layer.isEmpty()) {
                throw LambdaException.invalid("Layer version " + arn + " does not exist.");
            }
            found.add(Document.of("Arn", arn).withOf(layer.get(), "CodeSize"));
            code.add(layer.get().text("CodeSha256"));
        }
        return found.isEmpty()
                ? configuration.without("Layers").without(FunctionVersion.LAYER_CODE)
                : configuration.with("Layers", found).with(FunctionVersion.LAYER_CODE, code);
    }

    private void checkRole(Document given) {
        if (given.has("Role") && !roles.knows(given.text("Role"))) {
            throw LambdaException.invalid(
                    "The role defined for the function cannot be assumed by Lambda.");
        }
    }

    private static void checkNumbers(Document given) {
        long timeout = given.number("Timeout", 1);
        if (timeout > TIMEOUT_SECONDS_MAX) {
            throw tooMuch(timeout, "timeout", TIMEOUT_SECONDS_MAX);
        }
        long memory = given.number("MemorySize", 128);
        if (memory > MEMORY_MEGABYTES_MAX) {
            throw LambdaException.invalid(
                    "'MemorySize' value failed to satisfy constraint: Member must have value less"
                            + " than or equal to "
                            + MEMORY_MEGABYTES_MAX);
        }
    }

    private static LambdaException tooMuch(long value, String path, int max) {
        return LambdaException.validation(
                ("1 validation error detected: Value '%d' at '%s' failed to satisfy constraint:"
                                + " Member must have value less than or equal to %d")
                        .formatted(value, path, max));
    }

    private static void checkEnvironment(Document given) {
        Map<String, String> variables =
                given.document("Environment").document("Variables").textMap();
        List<String> reserved = variables.keySet().stream().filter(RESERVED::contains).toList();
        if (!reserved.isEmpty()) {
            throw LambdaException.invalid(
                    "Lambda was unable to configure your environment variables because the"
                            + " environment variables you have provided contains reserved keys that"
                            + " are currently not supported for modification. Reserved keys used in"
                            + " this request: "
                            + String.join(", ", reserved));
        }
        String measured = Document.empty().with("", variables).document("").json();
        if (measured.getBytes(StandardCharsets.UTF_8).length > ENVIRONMENT_BYTES_MAX) {
            throw LambdaException.invalid(
                    "Lambda was unable to configure your environment variables because the"
                            + " environment variables you have provided exceeded the 4KB limit."
                            + " String measured: "
                            + measured);
        }
    }

    private static String tracing(Document given) {
        return given.document("TracingConfig").find("Mode").orElse("PassThrough");
    }

    private static Document snapStart(Document given) {
        return Document.of("ApplyOn", given.document("SnapStart").find("ApplyOn").orElse("None"))
                .with("OptimizationStatus", "Off");
    }

    private static Document runtimeVersion(FunctionReference function, Document given) {
        String digest =
                "%064x".formatted(Math.abs((long) given.text("Runtime").hashCode()) * 1_000_003L);
        return Document.of(
                "RuntimeVersionArn",
                "arn:aws:lambda:" + function.namespace().region() + "::runtime:" + digest);
    }

    private static Document logging(FunctionReference function, Document given) {
        Document logging = given.document("LoggingConfig");
        boolean isJson = logging.text("LogFormat").equals("JSON");
        Document all =
                Document.of("LogFormat", isJson ? "JSON" : "Text")
                        .with(
                                "LogGroup",
                                logging.find("LogGroup").orElse("/aws/lambda/" + function.name()));
        return isJson
                ? all.with(
                                "ApplicationLogLevel",
                                logging.find("ApplicationLogLevel").orElse("INFO"))
                        .with("SystemLogLevel", logging.find("SystemLogLevel").orElse("INFO"))
                : all;
    }
}
