package stator.admin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import stator.door.Reply;
import stator.door.log.CallLog;
import stator.door.log.LoggedCall;

/**
 * The resource {@code /_stator/requests}: the last calls of all clients. GET of {@code /AFTER}
 * shows those after the call of that number, a page at a time; looking is what makes the server
 * keep them, for some minutes. DELETE forgets them. {@code docs/configuration.md} has the form.
 */
final class RequestsResource implements Resource {
    static final String PATH = "/_stator/requests";

    private static final int PAGE_CALLS_MAX = 200;
    private static final String NUMBER = "[0-9]{1,18}";

    private final CallLog log;

    RequestsResource(CallLog log) {
        this.log = log;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            return Optional.empty();
        }
        String after = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "0";
        if (method.equals("GET") && after.matches(NUMBER)) {
            return Optional.of(shown(Long.parseLong(after)));
        }
        if (method.equals("DELETE") && path.equals(PATH)) {
            log.end();
            return Optional.of(Reply.of(200, Reply.JSON, "{}"));
        }
        return Optional.empty();
    }

    private Reply shown(long after) {
        List<LoggedCall> calls = log.after(after, PAGE_CALLS_MAX);
        String json =
                Json.compact(
                        Members.of(
                                "Calls",
                                calls.stream().map(RequestsResource::members).toList(),
                                "Last",
                                log.last()));
        return Reply.of(200, Reply.JSON, json);
    }

    private static Map<String, Object> members(LoggedCall call) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Sequence", call.sequence());
        members.put("Time", call.startMillis());
        members.put("Millis", call.nanos() / (double) TimeUnit.MILLISECONDS.toNanos(1));
        members.put("RequestId", call.requestId());
        members.put("Service", call.service());
        members.put("Operation", call.operation());
        members.put("Tables", call.tables());
        members.put("Path", call.path());
        members.put("Caller", call.caller().arn());
        members.put("AccessKeyId", call.caller().accessKey());
        members.put("Account", call.caller().account());
        members.put("Region", call.caller().region());
        members.put("Source", call.caller().source().getHostAddress());
        members.put("Client", call.client());
        members.put("Status", call.status());
        members.put("Error", call.error().substring(call.error().indexOf('#') + 1));
        members.put("ReadUnits", call.readUnits());
        members.put("WriteUnits", call.writeUnits());
        members.put("RequestBytes", call.requestBytes());
        members.put("AnswerBytes", call.answerBytes());
        if (call.body().length > 0) {
            members.put("Body", new String(call.body(), StandardCharsets.UTF_8));
        }
        return members;
    }
}
