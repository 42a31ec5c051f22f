package stator.benchmark.report;

import java.util.List;

/**
 * Lays out rows as a Markdown table that also reads well in a terminal: names to the left, figures
 * to the right.
 */
public final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * The first row is the header. A row may be shorter than the header; its last cell may be text
     * of any length.
     */
    public static String of(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() && row.size() == columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
            widths[0] = Math.max(widths[0], row.getFirst().length());
        }
        StringBuilder table = new StringBuilder();
        append(table, rows.getFirst(), widths);
        appendRule(table, widths);
        rows.subList(1, rows.size()).forEach(row -> append(table, row, widths));
        return table.toString();
    }

    private static void append(StringBuilder table, List<String> row, int[] widths) {
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(Math.max(0, widths[column] - row.get(column).length()));
            table.append("| ")
                    .append(column == 0 ? row.get(column) + padding : padding + row.get(column))
                    .append(' ');
        }
        table.append("|\n");
    }

    private static void appendRule(StringBuilder table, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String rule = "-".repeat(widths[column] + 1);
            table.append('|').append(column == 0 ? rule + "-" : rule + ":");
        }
        table.append("|\n");
    }
}
