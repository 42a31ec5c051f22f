package stator.door.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.identity.Principal;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;

/**
 * A call as CloudTrail records it (AWS CloudTrail User Guide, "CloudTrail record contents" and
 * "CloudTrail userIdentity element").
 */
final class TrailRecord {
    private static final String EVENT_VERSION = "1.11";

    /** CloudTrail records this for what AWS's services name with their own words. */
    private static final String ACCESS_DENIED = "AccessDenied";

    private static final Pattern MESSAGE =
            Pattern.compile(
                    "(?s)(?:\"[Mm]essage\":\"((?:[^\"\\\\]|\\\\.)*)\"|<Message>(.*?)</Mess)");

    private final AuditedCall call;
    private final Principal principal;
    private final Identities identities;
    private final Map<String, Object> members = new LinkedHashMap<>();

    private TrailRecord(AuditedCall call, Identities identities) {
        this.call = call;
        this.principal = call.principal();
        this.identities = identities;
    }

    /** The record as one line of JSON, without its end. */
    static String of(AuditedCall call, CallView view, Identities identities) {
        return new TrailRecord(call, identities).write(view);
    }

    /** That some calls were not recorded, since more came than could be written. */
    static String ofLoss(long lost, Instant at) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventVersion", EVENT_VERSION);
        members.put("userIdentity", Map.of("type", "AWSService", "invokedBy", "stator"));
        members.put("eventTime", seconds(at));
        members.put("eventSource", "cloudtrail.amazonaws.com");
        members.put("eventName", "RecordsLost");
        members.put("additionalEventData", Map.of("count", lost));
        members.put("eventID", UUID.randomUUID().toString());
        members.put("eventType", "AwsServiceEvent");
        members.put("eventCategory", "Management");
        return text(members);
    }

    private String write(CallView view) {
        CallView.Seen seen = seen(view);
        members.put("eventVersion", EVENT_VERSION);
        members.put("userIdentity", userIdentity());
        members.put("eventTime", seconds(call.at()));
        members.put("eventSource", call.service() + ".amazonaws.com");
        members.put("eventName", call.operation());
        members.put("awsRegion", principal.region());
        members.put("sourceIPAddress", principal.source().getHostAddress());
        members.put("userAgent", call.userAgent());
        if (!call.error().isEmpty()) {
            String code = call.error().substring(call.error().indexOf('#') + 1);
            members.put("errorCode", code.startsWith(ACCESS_DENIED) ? ACCESS_DENIED : code);
            message().ifPresent(message -> members.put("errorMessage", message));
        }
        members.put("requestParameters", seen.parameters().isEmpty() ? NULL : seen.parameters());
        members.put("responseElements", NULL);
        members.put("requestID", call.id());
        members.put("eventID", UUID.randomUUID().toString());
        members.put("readOnly", seen.readOnly());
        if (!seen.resources().isEmpty()) {
            members.put("resources", resources(seen));
        }
        members.put("eventType", "AwsApiCall");
        members.put("managementEvent", !seen.isData());
        members.put("recipientAccountId", principal.account());
        members.put("eventCategory", seen.isData() ? "Data" : "Management");
        if (call.isSecure()) {
            members.put("tlsDetails", Map.of("clientProvidedHostHeader", call.host()));
        }
        return text(members);
    }

    /** Stands for null in a map that has none. */
    private static final Object NULL = new JsonTree.Digits("null");

    private static String text(Map<String, Object> members) {
        StringBuilder text = new StringBuilder(1_024);
        JsonTree.write(members, text);
        return text.toString();
    }

    private CallView.Seen seen(CallView view) {
        try {
            return view.of(call);
        } catch (RuntimeException e) {
            // The call has been refused for what is wrong with it; that it was made counts.
            return new CallView.Seen(Map.of(), false, false, List.of(), "");
        }
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Optional<String> message() {
        Matcher found = MESSAGE.matcher(new String(call.errorBody(), StandardCharsets.UTF_8));
        if (!found.find()) {
            return Optional.empty();
        }
        if (found.group(2) != null) {
            return Optional.of(found.group(2).replace("&quot;", "\"").replace("&amp;", "&"));
        }
        byte[] json = ("{\"m\":\"" + found.group(1) + "\"}").getBytes(StandardCharsets.UTF_8);
        return Optional.of((String) JsonTree.members(json).getOrDefault("m", ""));
    }

    private List<Object> resources(CallView.Seen seen) {
        List<Object> resources = new ArrayList<>();
        for (String arn : seen.resources()) {
            String[] parts = arn.split(":", 6);
            Map<String, Object> resource = new LinkedHashMap<>();
            resource.put(
                    "accountId",
                    parts.length < 6 || parts[4].isEmpty() ? principal.account() : parts[4]);
            resource.put("type", seen.type());
            resource.put("ARN", arn);
            resources.add(resource);
        }
        return resources;
    }

    // Who.

    private Map<String, Object> userIdentity() {
        Map<String, Object> user = new LinkedHashMap<>();
        String arn = principal.arn();
        if (arn.isEmpty()) {
            user.put("type", "AWSAccount");
            user.put("principalId", "");
            user.put("accountId", "ANONYMOUS_PRINCIPAL");
            return user;
        }
        user.put("type", type(arn));
        user.put("principalId", principal.userId());
        user.put("arn", arn);
        user.put("accountId", principal.account());
        if (!principal.accessKey().isEmpty()) {
            user.put("accessKeyId", principal.accessKey());
        }
        if (arn.contains(":user/")) {
            user.put("userName", lastPart(arn));
        }
        identities
                .policies(principal.accessKey())
                .filter(caller -> caller.values().containsKey("aws:TokenIssueTime"))
                .ifPresent(caller -> user.put("sessionContext", session(caller)));
        return user;
    }

    private static String type(String arn) {
        if (arn.endsWith(":root")) {
            return "Root";
        }
        if (arn.contains(":assumed-role/")) {
            return "AssumedRole";
        }
        return arn.contains(":federated-user/") ? "FederatedUser" : "IAMUser";
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Map<String, Object> session(CallerPolicies caller) {
        Map<String, Object> session = new LinkedHashMap<>();
        String origin = caller.caller().origin();
        if (!origin.isEmpty()) {
            int name = principal.userId().indexOf(':');
            boolean isRole = origin.contains(":role/");
            Map<String, Object> issuer = new LinkedHashMap<>();
            issuer.put("type", isRole ? "Role" : "IAMUser");
            if (isRole && name > 0) {
                issuer.put("principalId", principal.userId().substring(0, name));
            }
            issuer.put("arn", origin);
            issuer.put("accountId", principal.account());
            issuer.put("userName", lastPart(origin));
            session.put("sessionIssuer", issuer);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(
                "creationDate",
                seconds(Instant.parse(caller.values().get("aws:TokenIssueTime").getFirst())));
        attributes.put("mfaAuthenticated", "false");
        session.put("attributes", attributes);
        return session;
    }
}
