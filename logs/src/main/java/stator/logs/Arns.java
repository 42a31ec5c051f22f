package stator.logs;

import java.util.List;
import java.util.Optional;
import stator.identity.Principal;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.logs.store.LogStream;
import stator.logs.store.Scope;
import stator.protocol.Struct;
import stator.rpc.Operation.Resources;

/** Which groups and streams a request names, by their names or by their ARNs. */
final class Arns {
    static final String GROUP_NAME = "logGroupName";
    static final String GROUP_IDENTIFIER = "logGroupIdentifier";
    static final String STREAM_NAME = "logStreamName";
    static final String RESOURCE = "resourceArn";

    private static final String GROUP = ":log-group:";
    private static final String STREAM = ":log-stream:";

    /** What policies are asked about: groups and streams have one form of ARN there. */
    static final Resources RESOURCES =
            (request, caller) ->
                    List.of(
                            prefix(caller)
                                    + groupName(request).orElse("")
                                    + STREAM
                                    + request.findString(STREAM_NAME).orElse(""));

    private Arns() {}

    static Scope scope(Principal caller) {
        return new Scope(caller.account(), caller.region());
    }

    private static String prefix(Principal caller) {
        return "arn:aws:logs:" + caller.region() + ":" + caller.account() + GROUP;
    }

    static String of(LogGroup group, Principal caller) {
        return prefix(caller) + group.name();
    }

    static String of(LogGroup group, LogStream stream, Principal caller) {
        return of(group, caller) + STREAM + stream.name();
    }

    /** The name of a group, given it or the ARN. */
    static String nameOf(String identifier) {
        int start = identifier.startsWith("arn:") ? identifier.indexOf(GROUP) : -1;
        if (start < 0) {
            return identifier;
        }
        String name = identifier.substring(start + GROUP.length());
        int end = name.indexOf(':');
        return end < 0 ? name : name.substring(0, end);
    }

    private static Optional<String> groupName(Struct request) {
        return request.findString(GROUP_NAME)
                .or(() -> request.findString(GROUP_IDENTIFIER).map(Arns::nameOf))
                .or(() -> request.findString(RESOURCE).map(Arns::nameOf));
    }

    /** The group that a request names in one of the two ways. */
    static LogGroup group(LogStore store, Struct request, Principal caller) {
        if (request.has(GROUP_NAME) && request.has(GROUP_IDENTIFIER)) {
            throw LogsErrors.of(
                    "ValidationException",
                    "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        String name =
                groupName(request)
                        .orElseThrow(() ->
                                LogsErrors.of(
                                        "ValidationException",
                                        "LogGroup name or LogGroup ARN is required."));
        return store.findGroup(scope(caller), name).orElseThrow(LogsErrors::noGroup);
    }
}
