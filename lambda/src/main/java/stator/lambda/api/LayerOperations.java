package stator.lambda.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stator.door.Reply;
import stator.lambda.code.CodeStore;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.function.LayerStore;

/** The operations of layers: code that several functions share. */
final class LayerOperations {
    private static final String POLICY = "_Policy";
    private static final String ARN_END = ":layer:";

    private final LayerStore layers;
    private final FunctionStore functions;
    private final CodeStore code;
    private final CodeRequest codeRequest;
    private final CodePages pages;
    private final Clock clock;

    LayerOperations(
            LayerStore layers,
            FunctionStore functions,
            CodeStore code,
            CodeRequest codeRequest,
            CodePages pages,
            Clock clock) {
        this.layers = layers;
        this.functions = functions;
        this.code = code;
        this.codeRequest = codeRequest;
        this.pages = pages;
        this.clock = clock;
    }

    /** The name, if a request gives it as an ARN. */
    private static String name(Call call) {
        String given = call.input().text("LayerName");
        int end = given.indexOf(ARN_END);
        return end < 0 ? given : given.substring(end + ARN_END.length());
    }

    private static String arn(Call call, String name) {
        return call.namespace().arn("lambda") + "layer:" + name;
    }

    Reply publish(Call call) {
        String name = name(call);
        Document given = call.input();
        try (CodeRequest.Taken taken = codeRequest.take(given.document("Content"))) {
            return Answers.of(call, shown(made(call, name, taken.members())));
        }
    }

    private Document made(Call call, String name, Document taken) {
        Document given = call.input();
        synchronized (layers) {
            long number = layers.nextNumber(call.namespace(), name);
            Document version =
                    Document.of("LayerArn", arn(call, name))
                            .with("LayerVersionArn", arn(call, name) + ":" + number)
                            .with("Description", given.text("Description"))
                            .with("CreatedDate", Moments.modified(clock.instant()))
                            .with("Version", number)
                            .withOf(given, "CompatibleRuntimes")
                            .withOf(given, "CompatibleArchitectures")
                            .withOf(given, "LicenseInfo")
                            .withAll(taken);
            layers.put(call.namespace(), name, number, version);
            return version;
        }
    }

    private Document shown(Document version) {
        Document content =
                Document.of("Location", pages.location(version.text("CodeSha256")))
                        .withOf(version, "CodeSha256")
                        .withOf(version, "CodeSize");
        return Document.of("Content", content).withAll(listed(version));
    }

    private static Document listed(Document version) {
        return version.without("CodeSha256")
                .without("CodeSize")
                .without(POLICY)
                .without(FunctionVersion.FOLDER);
    }

    private Document version(Call call) {
        return layers.find(call.namespace(), name(call), call.input().number("VersionNumber", 0))
                .orElseThrow(LayerOperations::notFound);
    }

    private static LambdaException notFound() {
        return LambdaException.notFound("The resource you requested does not exist.");
    }

    Reply get(Call call) {
        return Answers.of(call, shown(version(call)));
    }

    Reply getByArn(Call call) {
        Document version =
                layers.find(call.input().text("Arn")).orElseThrow(LayerOperations::notFound);
        return Answers.of(call, shown(version));
    }

    Reply listVersions(Call call) {
        List<Document> all = new ArrayList<>();
        for (Document version : layers.versions(call.namespace(), name(call))) {
            if (fits(call, version)) {
                all.add(listed(version).without("LayerArn"));
            }
        }
        return Answers.page(call, "LayerVersions", all, one -> one.text("LayerVersionArn"));
    }

    private static boolean fits(Call call, Document version) {
        String runtime = call.input().text("CompatibleRuntime");
        String architecture = call.input().text("CompatibleArchitecture");
        return (runtime.isEmpty() || version.texts("CompatibleRuntimes").contains(runtime))
                && (architecture.isEmpty()
                        || version.texts("CompatibleArchitectures").contains(architecture));
    }

    Reply list(Call call) {
        List<Document> all = new ArrayList<>();
        for (String name : layers.names(call.namespace())) {
            layers.versions(call.namespace(), name).stream()
                    .filter(version -> fits(call, version))
                    .findFirst()
                    .ifPresent(version ->
                            all.add(
                                    Document.of("LayerName", name)
                                            .with("LayerArn", arn(call, name))
                                            .with(
                                                    "LatestMatchingVersion",
                                                    listed(version).without("LayerArn"))));
        }
        return Answers.page(call, "Layers", all, one -> one.text("LayerArn"));
    }

    Reply delete(Call call) {
        long number = call.input().number("VersionNumber", 0);
        Optional<Document> deleted;
        synchronized (layers) {
            deleted = layers.find(call.namespace(), name(call), number);
            // Nobody makes a function with the layer meanwhile; those that have it go on with its
            // code.
            synchronized (functions) {
                layers.delete(call.namespace(), name(call), number);
            }
        }
        deleted.ifPresent(version -> code.forget(version.text("CodeSha256")));
        return Answers.empty(call);
    }

    // Who else may use it.

    Reply addPermission(Call call) {
        Document given = call.input();
        synchronized (layers) {
            Document version = version(call);
            Document policy =
                    version.findDocument(POLICY)
                            .orElse(Document.of("Version", "2012-10-17").with("Id", "default"));
            String id = given.text("StatementId");
            if (policy.documents("Statement").stream().anyMatch(s -> s.text("Sid").equals(id))) {
                throw LambdaException.conflict(
                        "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement."
                                .formatted(id));
            }
            Document statement = statement(given, version);
            List<Object> statements = new ArrayList<>(policy.list("Statement"));
            statements.add(statement);
            String revision = put(call, version, policy.with("Statement", statements));
            return Answers.of(
                    call, Document.of("Statement", statement.json()).with("RevisionId", revision));
        }
    }

    private static Document statement(Document given, Document version) {
        String principal = given.text("Principal");
        Object who =
                principal.matches("\\d{12}")
                        ? Document.of("AWS", "arn:aws:iam::" + principal + ":root")
                        : principal;
        Document statement =
                Document.of("Sid", given.text("StatementId"))
                        .with("Effect", "Allow")
                        .with("Principal", who)
                        .with("Action", given.text("Action"))
                        .with("Resource", version.text("LayerVersionArn"));
        return given.has("OrganizationId")
                ? statement.with(
                        "Condition",
                        Document.of(
                                "StringEquals",
                                Document.of("aws:PrincipalOrgID", given.text("OrganizationId"))))
                : statement;
    }

    private String put(Call call, Document version, Document policy) {
        String revision = UUID.randomUUID().toString();
        layers.put(
                call.namespace(),
                name(call),
                version.number("Version", 0),
                version.with(POLICY, policy.with("_Revision", revision)));
        return revision;
    }

    Reply removePermission(Call call) {
        String id = call.input().text("StatementId");
        synchronized (layers) {
            Document version = version(call);
            Document policy = version.document(POLICY);
            List<Document> rest =
                    policy.documents("Statement").stream()
                            .filter(statement -> !statement.text("Sid").equals(id))
                            .toList();
            if (rest.size() == policy.documents("Statement").size()) {
                throw LambdaException.notFound(
                        "Statement %s is not found in resource policy.".formatted(id));
            }
            put(call, version, policy.with("Statement", rest));
        }
        return Answers.empty(call);
    }

    Reply getPolicy(Call call) {
        Document policy =
                version(call)
                        .findDocument(POLICY)
                        .orElseThrow(() ->
                                LambdaException.notFound(
                                        "No policy is associated with the given resource."));
        return Answers.of(
                call,
                Document.of("Policy", policy.without("_Revision").json())
                        .with("RevisionId", policy.text("_Revision")));
    }
}
