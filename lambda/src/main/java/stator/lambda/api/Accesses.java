package stator.lambda.api;

import java.util.List;
import java.util.Map;
import stator.database.table.Namespace;
import stator.door.Access;
import stator.identity.Principal;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.LambdaException;

/** What requests would do, in the words of policies. */
final class Accesses {
    private static final List<String> EVERYTHING = List.of("*");

    private Accesses() {}

    static List<Access> of(Model.Match match, Principal principal) {
        String operation = match.operation().name();
        // The action of invocations is the one whose name differs.
        String action =
                operation.equals("Invoke") || operation.equals("InvokeWithResponseStream")
                        ? "InvokeFunction"
                        : operation;
        return List.of(new Access("lambda:" + action, resources(match.labels(), principal)));
    }

    private static List<String> resources(Map<String, String> labels, Principal principal) {
        Namespace namespace = new Namespace(principal.account(), principal.region());
        String lambda = namespace.arn("lambda");
        if (labels.containsKey("FunctionName")) {
            try {
                return List.of(
                        FunctionReference.of(namespace, labels.get("FunctionName"), "", "")
                                .qualifiedArn());
            } catch (LambdaException e) {
                // The operation itself tells what is wrong with the name.
                return EVERYTHING;
            }
        }
        if (labels.containsKey("UUID")) {
            return List.of(lambda + "event-source-mapping:" + labels.get("UUID"));
        }
        if (labels.containsKey("LayerName")) {
            String layer = lambda + "layer:" + labels.get("LayerName");
            String version = labels.get("VersionNumber");
            return List.of(version == null ? layer : layer + ":" + version);
        }
        return labels.containsKey("Resource") ? List.of(labels.get("Resource")) : EVERYTHING;
    }
}
