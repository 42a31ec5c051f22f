package stator.lambda.api;

import java.util.List;
import java.util.Optional;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.LambdaException;

/** The operations of tags of functions and of event source mappings. */
final class TagOperations {
    private static final int TAGS_MAX = 50;
    private static final String FUNCTION = ":function:";

    private final FunctionStore functions;

    TagOperations(FunctionStore functions) {
        this.functions = functions;
    }

    /** What may have tags: the ARN of a function without a version. */
    private FunctionReference resource(Call call) {
        String arn = call.input().text("Resource");
        if (!arn.contains(FUNCTION)) {
            throw LambdaException.notFound("The resource you requested does not exist.");
        }
        FunctionReference function =
                FunctionReference.of(call.namespace(), arn, "", call.operation().name());
        if (!function.qualifier().isEmpty()) {
            throw LambdaException.invalid(
                    "Tags on function aliases and versions are not supported. Please specify a"
                            + " function ARN.");
        }
        if (!functions.exists(function)) {
            throw function.notFound();
        }
        return function;
    }

    Reply tag(Call call) {
        FunctionReference function = resource(call);
        synchronized (functions) {
            Document tags = tags(function).withAll(call.input().document("Tags"));
            if (tags.names().size() > TAGS_MAX) {
                throw LambdaException.invalid("Number of tags exceeds resource tag limit.");
            }
            functions.putSetting(function, FunctionOperations.TAGS, tags);
        }
        return Answers.empty(call);
    }

    Reply untag(Call call) {
        FunctionReference function = resource(call);
        List<String> names = call.input().texts("TagKeys");
        synchronized (functions) {
            Document tags = tags(function);
            for (String name : names) {
                tags = tags.without(name);
            }
            if (tags.names().isEmpty()) {
                functions.removeSetting(function, FunctionOperations.TAGS);
            } else {
                functions.putSetting(function, FunctionOperations.TAGS, tags);
            }
        }
        return Answers.empty(call);
    }

    Reply list(Call call) {
        return Answers.of(call, Document.of("Tags", tags(resource(call))));
    }

    private Document tags(FunctionReference function) {
        Optional<Document> tags = functions.setting(function, FunctionOperations.TAGS);
        return tags.orElse(Document.empty());
    }
}
