package stator.lambda.invoke;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * What an invocation descends from, as the trace header of AWS tells it: {@code
 * Root=…;Parent=…;Sampled=0;Lineage=HASH:COUNT|…}. The SDKs pass it on, so that functions that
 * invoke each other in a circle are noticed.
 */
record Lineage(String root, List<Step> steps) {
    /** After how many invocations of one function in a chain AWS ends it. */
    static final int LOOPS_MAX = 16;

    private static final String MEMBER = "Lineage=";

    /** How often a function was invoked in the chain. */
    record Step(String function, int count) {}

    /** Reads a header; what is not understood is left out. */
    static Lineage parse(String header, Random random) {
        String root = "";
        List<Step> steps = new ArrayList<>();
        for (String member : header.split(";")) {
            if (member.startsWith("Root=")) {
                root = member;
            } else if (member.startsWith(MEMBER)) {
                for (String step : member.substring(MEMBER.length()).split("\\|")) {
                    addStep(step, steps);
                }
            }
        }
        return new Lineage(root.isEmpty() ? newRoot(random) : root, List.copyOf(steps));
    }

    private static void addStep(String step, List<Step> steps) {
        if (step.matches("[0-9a-f]{8}:[0-9]{1,5}")) {
            steps.add(new Step(step.substring(0, 8), Integer.parseInt(step.substring(9))));
        }
    }

    private static String newRoot(Random random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return "Root=1-%08x-%s"
                .formatted(System.currentTimeMillis() / 1000, HexFormat.of().formatHex(bytes));
    }

    /** How often a function was invoked before. */
    int count(String functionArn) {
        String name = hash(functionArn);
        return steps.stream()
                .filter(step -> step.function.equals(name))
                .mapToInt(Step::count)
                .findFirst()
                .orElse(0);
    }

    /** The chain with one more invocation of a function. */
    Lineage with(String functionArn) {
        String name = hash(functionArn);
        List<Step> more = new ArrayList<>();
        boolean isKnown = false;
        for (Step step : steps) {
            boolean isIt = step.function.equals(name);
            more.add(isIt ? new Step(name, step.count + 1) : step);
            isKnown |= isIt;
        }
        if (!isKnown) {
            more.add(new Step(name, 1));
        }
        return new Lineage(root, List.copyOf(more));
    }

    private static String hash(String functionArn) {
        return "%08x".formatted(functionArn.hashCode());
    }

    /** The header. */
    String header(Random random) {
        List<String> texts = new ArrayList<>();
        steps.forEach(step -> texts.add(step.function + ":" + step.count));
        return "%s;Parent=%016x;Sampled=0;%s%s"
                .formatted(root, random.nextLong(), MEMBER, String.join("|", texts));
    }
}
