package stator.autoscaling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import stator.autoscaling.scaling.ScalableTarget;
import stator.autoscaling.scaling.Scaler;
import stator.door.ServiceException;
import stator.identity.Principal;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;
import stator.rpc.Operation.Resources;

/** The tags of scalable targets. */
final class TagOperations {
    private static final int TAGS_MAX = 50;
    private static final String ARN = "ResourceARN";
    private static final String TAGS = "Tags";
    private static final Resources NAMED = (request, caller) -> List.of(request.string(ARN));

    private final Scaler scaler;

    TagOperations(Scaler scaler) {
        this.scaler = scaler;
    }

    List<Operation> all() {
        return List.of(
                new Operation("TagResource", NAMED, this::tag),
                new Operation("UntagResource", NAMED, this::untag),
                new Operation("ListTagsForResource", NAMED, this::list));
    }

    private ScalableTarget target(Struct request, Principal caller) {
        String arn = request.string(ARN);
        return scaler.targets().of(caller.account(), caller.region()).stream()
                .filter(target -> target.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> gone(arn));
    }

    private static ServiceException gone(String arn) {
        return AutoScalingErrors.of(
                "ResourceNotFoundException", "The resource doesn't exist: " + arn);
    }

    private void tag(Struct request, Principal caller, ResponseWriter answer) {
        change(request, caller, tags -> tags.putAll(request.stringMap(TAGS)));
        answer.startObject().endObject();
    }

    private void untag(Struct request, Principal caller, ResponseWriter answer) {
        change(request, caller, tags -> request.strings("TagKeys").forEach(tags::remove));
        answer.startObject().endObject();
    }

    private void change(Struct request, Principal caller, Consumer<Map<String, String>> change) {
        scaler.targets()
                .change(
                        target(request, caller).dimension(),
                        "",
                        current -> current.map(target -> changed(target, change)))
                .orElseThrow(() -> gone(request.string(ARN)));
    }

    private static ScalableTarget changed(
            ScalableTarget target, Consumer<Map<String, String>> change) {
        Map<String, String> tags = new HashMap<>(target.tags());
        change.accept(tags);
        if (tags.size() > TAGS_MAX) {
            throw AutoScalingErrors.of(
                    "TooManyTagsException", "A resource can have no more than 50 tags.");
        }
        return target.withTags(tags);
    }

    private void list(Struct request, Principal caller, ResponseWriter answer) {
        answer.startObject().field(TAGS).startObject();
        new TreeMap<>(target(request, caller).tags()).forEach(answer::member);
        answer.endObject().endObject();
    }
}
