package stator.lambda.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.LambdaException;

/** The operations of resource policies: who beside the account may invoke a function. */
final class PolicyOperations {
    /** An identity, or a service by its domain. */
    private static final Pattern PRINCIPAL =
            Pattern.compile(
                    "arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+"
                            + "|[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|alexa\\.com)"
                            + "|alexa-appkit\\.amazon\\.com|alexa-connectedhome\\.amazon\\.com");

    private final FunctionStore functions;

    PolicyOperations(FunctionStore functions) {
        this.functions = functions;
    }

    Reply add(Call call) {
        FunctionReference function = existing(call);
        Document given = call.input();
        String id = given.text("StatementId");
        synchronized (functions) {
            Document before = functions.setting(function, FunctionStore.POLICY).orElse(empty());
            requireRevision(before, given);
            boolean isTaken =
                    before.documents("Statement").stream()
                            .anyMatch(statement -> statement.text("Sid").equals(id));
            if (isTaken) {
                throw LambdaException.conflict(
                        "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement."
                                .formatted(id));
            }
            Document statement = statement(function, given);
            List<Object> statements = new ArrayList<>(before.list("Statement"));
            statements.add(statement);
            put(function, before.with("Statement", statements));
            return Answers.of(call, Document.of("Statement", statement.json()));
        }
    }

    private static Document empty() {
        return Document.of("Version", "2012-10-17").with("Id", "default");
    }

    private void put(FunctionReference function, Document policy) {
        functions.putSetting(
                function,
                FunctionStore.POLICY,
                policy.with(FunctionStore.POLICY_REVISION, UUID.randomUUID().toString()));
    }

    private static void requireRevision(Document policy, Document given) {
        Optional<String> revision = given.find("RevisionId");
        if (revision.isPresent()
                && !revision.get().equals(policy.text(FunctionStore.POLICY_REVISION))) {
            throw LambdaException.precondition();
        }
    }

    private FunctionReference existing(Call call) {
        FunctionReference function = call.function();
        if (!functions.isThere(function)) {
            throw function.notFound();
        }
        if (function.qualifier().equals(FunctionReference.LATEST)) {
            throw LambdaException.invalid(
                    "We currently do not support adding policies for $LATEST.");
        }
        return function;
    }

    private static Document statement(FunctionReference function, Document given) {
        Document statement =
                Document.of("Sid", given.text("StatementId"))
                        .with("Effect", "Allow")
                        .with("Principal", principal(given.text("Principal")))
                        .with("Action", given.text("Action"))
                        .with("Resource", function.qualifiedArn());
        Document condition = condition(given);
        return condition.names().isEmpty() ? statement : statement.with("Condition", condition);
    }

    private static Object principal(String principal) {
        if (principal.equals("*")) {
            return principal;
        }
        if (principal.matches("\\d{12}")) {
            return Document.of("AWS", "arn:aws:iam::" + principal + ":root");
        }
        if (!PRINCIPAL.matcher(principal).matches()) {
            throw LambdaException.invalid(
                    "The provided principal was invalid. Please check the principal and try"
                            + " again.");
        }
        return Document.of(principal.startsWith("arn:") ? "AWS" : "Service", principal);
    }

    private static Document condition(Document given) {
        Document equal = Document.empty();
        if (given.has("SourceAccount")) {
            equal = equal.with("AWS:SourceAccount", given.text("SourceAccount"));
        }
        if (given.has("PrincipalOrgID")) {
            equal = equal.with("aws:PrincipalOrgID", given.text("PrincipalOrgID"));
        }
        if (given.has("FunctionUrlAuthType")) {
            equal = equal.with("lambda:FunctionUrlAuthType", given.text("FunctionUrlAuthType"));
        }
        if (given.has("EventSourceToken")) {
            equal = equal.with("lambda:EventSourceToken", given.text("EventSourceToken"));
        }
        Document condition = equal.names().isEmpty() ? equal : Document.of("StringEquals", equal);
        return given.has("SourceArn")
                ? condition.with("ArnLike", Document.of("AWS:SourceArn", given.text("SourceArn")))
                : condition;
    }

    private Document policy(FunctionReference function) {
        if (!functions.exists(function)) {
            throw function.notFound();
        }
        return functions
                .setting(function, FunctionStore.POLICY)
                .orElseThrow(() ->
                        LambdaException.notFound("The resource you requested does not exist."));
    }

    Reply remove(Call call) {
        FunctionReference function = call.function();
        String id = call.input().text("StatementId");
        synchronized (functions) {
            if (!functions.exists(function)) {
                throw LambdaException.notFound("No policy found for: " + function.qualifiedArn());
            }
            Document before =
                    functions
                            .setting(function, FunctionStore.POLICY)
                            .orElseThrow(() ->
                                    LambdaException.notFound(
                                            "No policy is associated with the given resource."));
            requireRevision(before, call.input());
            List<Document> rest =
                    before.documents("Statement").stream()
                            .filter(statement -> !statement.text("Sid").equals(id))
                            .toList();
            if (rest.size() == before.documents("Statement").size()) {
                throw LambdaException.notFound(
                        "Statement %s is not found in resource policy.".formatted(id));
            }
            if (rest.isEmpty()) {
                functions.removeSetting(function, FunctionStore.POLICY);
            } else {
                put(function, before.with("Statement", rest));
            }
        }
        return Answers.empty(call);
    }

    Reply get(Call call) {
        Document policy = policy(call.function());
        return Answers.of(
                call,
                Document.of("Policy", policy.without(FunctionStore.POLICY_REVISION).json())
                        .with("RevisionId", policy.text(FunctionStore.POLICY_REVISION)));
    }
}
