package stator.door.caller;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import stator.door.Request;
import stator.identity.Principal;
import stator.identity.account.CallerPolicies;
import stator.identity.policy.RequestValues;

/**
 * What conditions can ask about a request: what its service says of it, what is known of the
 * caller, and the global keys of AWS that every request has. Values are only made when a condition
 * asks for them.
 */
record ContextValues(
        RequestValues ofService,
        CallerPolicies policies,
        Principal principal,
        Request request,
        Clock clock)
        implements RequestValues {
    @Override
    public List<String> of(String key) {
        if (!key.startsWith("aws:")) {
            return ofService.of(key);
        }
        List<String> global = global(key);
        if (!global.isEmpty()) {
            return global;
        }
        for (Map.Entry<String, List<String>> value : policies.values().entrySet()) {
            if (value.getKey().equalsIgnoreCase(key)) {
                return value.getValue();
            }
        }
        return ofService.of(key);
    }

    private List<String> global(String key) {
        return switch (key) {
            case "aws:currenttime" ->
                    List.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            case "aws:epochtime" -> List.of(Long.toString(clock.instant().getEpochSecond()));
            case "aws:sourceip" -> List.of(principal.source().getHostAddress());
            case "aws:requestedregion" -> List.of(principal.region());
            case "aws:securetransport" -> List.of(Boolean.toString(request.isSecure()));
            case "aws:useragent" -> header("user-agent");
            case "aws:referer" -> header("referer");
            case "aws:principalaccount" -> List.of(principal.account());
            case "aws:principalarn" -> List.of(policies.caller().principalArn());
            case "aws:principalisawsservice", "aws:viaawsservice" -> List.of("false");
            default -> List.of();
        };
    }

    private List<String> header(String name) {
        return request.header(name).map(List::of).orElse(List.of());
    }
}
