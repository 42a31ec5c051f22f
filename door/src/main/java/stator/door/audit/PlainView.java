package stator.door.audit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sees a call as its protocol has it: the members of its JSON or its form, or its path and query.
 * It serves services whose requests contain nothing that must not be told but secrets, which have
 * telling names. The JSON of a call about data is data itself ({@code application/json} alone, as
 * functions are called with), and is not read.
 *
 * @param dataOperations those that are about data
 * @param hidden members, as CloudTrail spells them, that are not shown
 */
public record PlainView(Set<String> dataOperations, Set<String> hidden) implements CallView {
    /** In the words of CloudTrail. */
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    private static final Pattern READS =
            Pattern.compile(
                    "(Get|List|Describe|Head|Query|Scan|Search|Filter|Lookup|Simulate|Check|Test"
                            + "|Decode|Assume).*");

    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|webidentitytoken|samlassertion|tokencode).*");

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> OF_THE_PROTOCOL = Set.of("Action", "Version");

    public PlainView {
        dataOperations = Set.copyOf(dataOperations);
        hidden = Set.copyOf(hidden);
    }

    @Override
    public Seen of(AuditedCall call) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        boolean isData = dataOperations.contains(call.operation());
        int query = call.uri().indexOf('?');
        String path = query < 0 ? call.uri() : call.uri().substring(0, query);
        if (path.length() > 1) {
            parameters.put("path", path);
        }
        if (query >= 0) {
            addForm(call.uri().substring(query + 1), parameters);
        }
        if (call.mediaType().equals(FORM)) {
            addForm(new String(call.body(), StandardCharsets.UTF_8), parameters);
        } else if (call.mediaType().contains(isData ? "amz-json" : "json")) {
            JsonTree.members(call.body())
                    .forEach((name, value) ->
                            parameters.put(
                                    JsonTree.inSmallLetters(name), JsonTree.inSmallLetters(value)));
        }
        parameters.replaceAll(
                (name, value) -> hidden.contains(name) || isSecret(name) ? HIDDEN : value);
        return new Seen(
                parameters, READS.matcher(call.operation()).matches(), isData, List.of(), "");
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** The signature of a query is no parameter of the call. */
    private static void addForm(String form, Map<String, Object> parameters) {
        for (String parameter : form.split("&")) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            if (!name.isEmpty() && !name.startsWith("X-Amz-") && !OF_THE_PROTOCOL.contains(name)) {
                parameters.put(
                        JsonTree.inSmallLetters(name),
                        equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
