package stator.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import stator.identity.Principal;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;

/** The tags of log groups, in the way of 2022 and in the older one. */
final class TagOperations {
    private static final int TAGS_MAX = 50;
    private static final String TAGS = "tags";

    private final LogStore store;

    TagOperations(LogStore store) {
        this.store = store;
    }

    List<Operation> all() {
        return List.of(
                new Operation("TagResource", Arns.RESOURCES, this::tag),
                new Operation("TagLogGroup", Arns.RESOURCES, this::tag),
                new Operation(
                        "UntagResource",
                        Arns.RESOURCES,
                        (request, caller, answer) -> untag(request, "tagKeys", caller)),
                new Operation(
                        "UntagLogGroup",
                        Arns.RESOURCES,
                        (request, caller, answer) -> untag(request, TAGS, caller)),
                new Operation("ListTagsForResource", Arns.RESOURCES, this::list),
                new Operation("ListTagsLogGroup", Arns.RESOURCES, this::list));
    }

    private void tag(Struct request, Principal caller, ResponseWriter answer) {
        change(request, caller, tags -> tags.putAll(request.stringMap(TAGS)));
    }

    private void untag(Struct request, String member, Principal caller) {
        change(request, caller, tags -> request.strings(member).forEach(tags::remove));
    }

    private void change(Struct request, Principal caller, Consumer<Map<String, String>> change) {
        LogGroup named = Arns.group(store, request, caller);
        boolean found =
                store.changeGroup(
                                Arns.scope(caller),
                                named.name(),
                                group -> {
                                    Map<String, String> tags = new HashMap<>(group.tags());
                                    change.accept(tags);
                                    requireFew(tags);
                                    return group.withTags(tags);
                                })
                        .isPresent();
        if (!found) {
            throw LogsErrors.noGroup();
        }
    }

    private static void requireFew(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw LogsErrors.of(
                    "TooManyTagsException",
                    "A resource can have no more than " + TAGS_MAX + " tags.");
        }
    }

    private void list(Struct request, Principal caller, ResponseWriter answer) {
        LogGroup group = Arns.group(store, request, caller);
        answer.startObject().field(TAGS).startObject();
        group.sortedTags().forEach(answer::member);
        answer.endObject().endObject();
    }
}
