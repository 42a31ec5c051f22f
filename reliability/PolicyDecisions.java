import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Caller;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;

/**
 * Decides cases that come as lines, by the code that decides on real requests: what the server does for each call, without the
 * call. A line has tabs between its parts (see policies.py), and none in them, for JSON writes those in another way.
 */
final class PolicyDecisions {
    private static final int PARTS = 11;

    private PolicyDecisions() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(decision(line.split("\t", -1)));
            if (!lines.ready()) {
                answers.flush();
            }
        }
        answers.flush();
    }

    private static String decision(String[] parts) {
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(parts.length + " parts");
        }
        try {
            PolicySet policies =
                    new PolicySet(
                            sources(parts[6], Policy.Kind.IDENTITY),
                            sources(parts[9], Policy.Kind.RESOURCE),
                            sources(parts[7], Policy.Kind.IDENTITY),
                            sources(parts[8], Policy.Kind.IDENTITY));
            AccessRequest request =
                    new AccessRequest(
                            new Caller(parts[0], parts[1], parts[2]),
                            parts[3],
                            parts[4],
                            parts[5],
                            RequestValues.of(values(parts[10])));
            return policies.decide(request).outcome().toString();
        } catch (MalformedPolicyException e) {
            return "error: " + e.getMessage();
        }
    }

    private static List<PolicySource> sources(String texts, Policy.Kind kind) {
        List<PolicySource> sources = new ArrayList<>();
        for (String text : split(texts, "\u001f")) {
            sources.add(new PolicySource("p" + sources.size(), "", Policy.parse(text, kind)));
        }
        return sources;
    }

    private static Map<String, List<String>> values(String text) {
        Map<String, List<String>> values = new HashMap<>();
        for (String entry : split(text, "\u001f")) {
            String[] words = entry.split("\u001e", -1);
            values.put(words[0], Arrays.asList(words).subList(1, words.length));
        }
        return values;
    }

    private static List<String> split(String text, String between) {
        return text.isEmpty() ? List.of() : List.of(text.split(between, -1));
    }
}
