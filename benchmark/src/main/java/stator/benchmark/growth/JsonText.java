package stator.benchmark.growth;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.benchmark.load.LoadFailure;

/** Looks for members in the JSON of answers without parsing it. */
final class JsonText {
    private JsonText() {}

    /** The first member of that name, which has to be there. */
    static String member(String json, String name) {
        return members(json, name).stream()
                .findFirst()
                .orElseThrow(() -> new LoadFailure("no " + name + " in " + json));
    }

    /** All members of that name, which are texts without escapes, or numbers. */
    static List<String> members(String json, String name) {
        Matcher members = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
        return members.results().map(found -> found.group(1)).toList();
    }
}
