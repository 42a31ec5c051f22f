package stator.door.metric;

/**
 * Metrics in the text form of Prometheus: families of samples with labels. See {@code
 * https://prometheus.io/docs/instrumenting/exposition_formats/}.
 */
public final class MetricsPage {
    private final StringBuilder text = new StringBuilder(4096);
    private String family = "";

    /** Begins a family; the samples that follow belong to it. */
    public void family(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** A sample with the name of its family. */
    public void sample(double value, String... namesAndLabels) {
        sample("", value, namesAndLabels);
    }

    /** A sample whose name is longer than that of its family. */
    public void sample(String suffix, double value, String... namesAndLabels) {
        text.append(family).append(suffix).append('{');
        for (int i = 0; i < namesAndLabels.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(namesAndLabels[i]).append("=\"");
            appendEscaped(namesAndLabels[i + 1]);
            text.append('"');
        }
        text.append("} ");
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE;
        text.append(isWhole ? Long.toString((long) value) : Double.toString(value)).append('\n');
    }

    private void appendEscaped(String label) {
        for (int i = 0; i < label.length(); i++) {
            char character = label.charAt(i);
            switch (character) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(character);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
