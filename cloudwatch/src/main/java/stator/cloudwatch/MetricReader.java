package stator.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** The metrics that requests name, and how answers name them. */
final class MetricReader {
    static final String NAMESPACE = "Namespace";
    static final String NAME = "MetricName";
    static final String DIMENSIONS = "Dimensions";

    private static final int DIMENSIONS_MAX = 30;
    private static final int NAME_LENGTH_MAX = 255;
    private static final int VALUE_LENGTH_MAX = 1024;

    private MetricReader() {}

    /**
     * @param path of the parameters in messages; empty or ending with a dot
     */
    static MetricName read(Members request, String namespace, String path, Principal caller) {
        return new MetricName(
                caller.account(),
                caller.region(),
                namespace,
                required(request, NAME, path, NAME_LENGTH_MAX),
                dimensions(request, path));
    }

    static String namespace(Members request, String path) {
        return required(request, NAMESPACE, path, NAME_LENGTH_MAX);
    }

    static String required(Members request, String name, String path, int lengthMax) {
        String text =
                request.text(name)
                        .filter(it -> !it.isEmpty())
                        .orElseThrow(() -> CloudWatchErrors.missing(path + name));
        if (text.length() > lengthMax || text.indexOf('\0') >= 0) {
            throw CloudWatchErrors.invalid(
                    "The parameter "
                            + path
                            + name
                            + " must be shorter than "
                            + (lengthMax + 1)
                            + " characters.");
        }
        return text;
    }

    private static Map<String, String> dimensions(Members request, String path) {
        List<Members> members = request.structures(DIMENSIONS);
        if (members.size() > DIMENSIONS_MAX) {
            throw CloudWatchErrors.invalid(
                    "The collection "
                            + path
                            + DIMENSIONS
                            + " must not have a size greater than "
                            + DIMENSIONS_MAX
                            + ".");
        }
        Map<String, String> dimensions = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            String at = path + DIMENSIONS + ".member." + (i + 1) + ".";
            dimensions.put(
                    required(members.get(i), "Name", at, NAME_LENGTH_MAX),
                    required(members.get(i), "Value", at, VALUE_LENGTH_MAX));
        }
        return dimensions;
    }

    /** As answers have them. */
    static List<Map<String, Object>> written(Map<String, String> dimensions) {
        return dimensions.entrySet().stream()
                .map(it -> Map.<String, Object>of("Name", it.getKey(), "Value", it.getValue()))
                .toList();
    }
}
