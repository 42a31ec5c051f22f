package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.database.settings.DatabaseSettings;
import stator.operation.settings.CapacityEnforcement;
import stator.operation.settings.OperationSettings;

/** The text of a transcript; see {@link TranscriptTest}. */
final class Transcript {
    private static final String ANSWER = "  => ";
    private static final Pattern REQUEST = Pattern.compile("(\\* )?([A-Z][A-Za-z]+) (\\{.*)");
    private static final Pattern DIRECTIVE = Pattern.compile("(let|keep|wait|caller) (.*)");
    private static final Pattern DELAY = Pattern.compile("(?m)^delay (.*)$");
    private static final Pattern BURST = Pattern.compile("(?m)^burst (\\d+)s$");
    private static final Pattern REPETITION = Pattern.compile("\\{\\{(.)\\*(\\d+)}}");
    private static final Pattern LONG_RUN = Pattern.compile("(.)\\1{99,}");
    private static final Pattern ERROR =
            Pattern.compile(
                    "\\{\"__type\":\"[^\"]*#([A-Za-z]+)\",\"[mM]essage\":\"((?:[^\"\\\\]|\\\\.)*+)\"}");

    private final String text;
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private String lastAnswer = "";

    Transcript(String text) {
        this.text = text;
    }

    /** Sends all requests to a new database, and returns the text with the answers that come. */
    String play() {
        StringBuilder played = new StringBuilder();
        try (TestOperations operations = new TestOperations(settings(), operationSettings())) {
            for (String line : text.split("\n")) {
                if (line.startsWith(ANSWER)) {
                    continue;
                }
                played.append(line).append('\n');
                direct(line, operations);
                Matcher request = REQUEST.matcher(line);
                if (request.matches()) {
                    Response response =
                            operations.call(request.group(2), expanded(request.group(3)));
                    String answer = readable(response);
                    lastAnswer = answer;
                    if (request.group(1) == null) {
                        played.append(ANSWER).append(answer).append('\n');
                    } else {
                        assertEquals(200, response.status(), answer);
                    }
                }
            }
        }
        return played.toString();
    }

    private DatabaseSettings settings() {
        Matcher delay = DELAY.matcher(text);
        return delay.find()
                ? new DatabaseSettings(Duration.parse("PT" + delay.group(1)).toMillis())
                : DatabaseSettings.DEFAULT;
    }

    private OperationSettings operationSettings() {
        Matcher burst = BURST.matcher(text);
        return burst.find()
                ? OperationSettings.defaults()
                        .withEnforcement(new CapacityEnforcement(Integer.parseInt(burst.group(1))))
                : OperationSettings.defaults();
    }

    private void direct(String line, TestOperations operations) {
        Matcher directive = DIRECTIVE.matcher(line);
        if (!directive.matches()) {
            return;
        }
        String said = directive.group(2);
        switch (directive.group(1)) {
            case "let" -> {
                String[] definition = said.split(" = ", 2);
                definitions.put("${" + definition[0] + "}", definition[1]);
            }
            case "keep" -> {
                String[] definition = said.split(" = ", 2);
                Matcher member =
                        Pattern.compile("\"" + definition[1] + "\":\"([^\"]*)\"")
                                .matcher(lastAnswer);
                assertTrue(member.find(), line + " after " + lastAnswer);
                definitions.put("${" + definition[0] + "}", member.group(1));
            }
            case "wait" -> operations.advance(Duration.parse("PT" + said));
            case "caller" -> operations.caller(said.split(" ")[0], said.split(" ")[1]);
            default -> throw new IllegalStateException(line);
        }
    }

    private String expanded(String request) {
        String named = request;
        for (Map.Entry<String, String> definition : definitions.entrySet()) {
            named = named.replace(definition.getKey(), definition.getValue());
        }
        return REPETITION
                .matcher(named)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                found.group(1).repeat(Integer.parseInt(found.group(2)))));
    }

    private static String readable(Response response) {
        String body = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        Matcher error = ERROR.matcher(body);
        String shown = error.matches() ? error.group(1) + ": " + unescaped(error.group(2)) : body;
        String shortened =
                LONG_RUN.matcher(shown)
                        .replaceAll(run ->
                                Matcher.quoteReplacement(
                                        "{{" + run.group(1) + "*" + run.group().length() + "}}"));
        return response.status() + " " + shortened;
    }

    private static String unescaped(String json) {
        return json.replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
