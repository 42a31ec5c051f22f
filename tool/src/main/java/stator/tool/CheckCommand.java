package stator.tool;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stator.tool.client.Administration;
import stator.tool.client.Answer;
import stator.tool.client.ToolException;
import stator.tool.client.Waiting;

/** {@code stator check}: whether what a server or a cluster holds fits together. */
@Command(
        name = "stator check",
        sortOptions = false,
        separator = " ",
        header = "Checks that tables, indexes, streams and counters of a server or cluster agree.",
        synopsisHeading = "%n",
        customSynopsis = "  stator check [--endpoint-url URL]",
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = {
            "All tables of all accounts and regions are read while they are used, each as it stood at one",
            "moment. It changes nothing. It is Stator's own, and for administrators. More: docs/tool.md",
        })
final class CheckCommand implements Callable<Integer> {
    private static final String PATH = "/_stator/check";
    private static final int ATTEMPTS_MAX = 3;

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Mixin private CommonOptions common;

    CheckCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (Administration server = common.administer(environment)) {
            Answer check = checked(server);
            boolean isGood = print(check, terminal.out());
            return isGood ? Tool.OK : Tool.FAILED;
        }
    }

    /** A check that is over. Who checked may be killed meanwhile, and another server answer. */
    private Answer checked(Administration server) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            long number = server.call("POST", PATH).at("Number").number();
            Answer check = await(server, number);
            String state = state(check);
            if (check.at("Number").number() == number && !state.equals("NONE")) {
                return done(state, check);
            }
        }
        throw new ToolException("The server ended while it checked, again and again.");
    }

    private static Answer done(String state, Answer check) {
        return switch (state) {
            case "DONE" -> check;
            case "STOPPED" -> throw new ToolException("The check was stopped by somebody.");
            default ->
                    throw new ToolException(
                            "The check could not go on. The log of the server says why.");
        };
    }

    private Answer await(Administration server, long number) throws InterruptedException {
        try (Progress progress =
                Progress.startRows(terminal, common.quiet(), "check", System::nanoTime)) {
            long[] seen = new long[1];
            return Waiting.until(
                    () -> {
                        Answer check = server.call("GET", PATH);
                        long rows = Math.max(seen[0], check.at("Rows").number());
                        progress.add(rows - seen[0], 0);
                        seen[0] = rows;
                        return check;
                    },
                    check ->
                            check.at("Number").number() != number
                                    || !state(check).equals("RUNNING"));
        }
    }

    private static String state(Answer check) {
        return check.at("State").text().orElse("NONE");
    }

    /** Prints what was found, and tells whether all is well. */
    private static boolean print(Answer check, PrintStream out) {
        List<Answer> reports = check.at("Reports").elements();
        List<String> problems = new ArrayList<>();
        long items = 0;
        int bad = 0;
        int width = reports.stream().mapToInt(report -> name(report).length()).max().orElse(0);
        if (!reports.isEmpty()) {
            line(out, width, "table", "items", "bytes", "records");
        }
        for (Answer report : reports) {
            items += report.at("Items").number();
            bad += print(report, width, problems, out) ? 0 : 1;
        }
        check.at("Spaces").elements().forEach(space -> space.text().ifPresent(problems::add));
        problems.forEach(out::println);
        String tables =
                String.format(
                        Locale.ROOT,
                        reports.size() == 1 ? "%,d table" : "%,d tables",
                        reports.size());
        out.printf(
                Locale.ROOT,
                "%s%s, %,d items in all%n",
                problems.isEmpty() ? "ok: " : "not ok: " + bad + " of ",
                tables,
                items);
        return problems.isEmpty();
    }

    private static boolean print(Answer report, int width, List<String> problems, PrintStream out) {
        String name = name(report);
        String unchecked = report.at("Unchecked").text().orElse("");
        if (!unchecked.isEmpty()) {
            problems.add(name + ": " + unchecked);
            return false;
        }
        line(
                out,
                width,
                name,
                number(report, "Items"),
                number(report, "Bytes"),
                number(report, "Records"));
        for (Answer rows : report.at("Derived").elements()) {
            line(
                    out,
                    width,
                    "  " + rows.at("Name").text().orElse(""),
                    number(rows, "Rows"),
                    "",
                    "");
        }
        List<Answer> findings = report.at("Findings").elements();
        for (Answer finding : findings) {
            problems.add(name + ", " + text(finding));
        }
        if (report.at("Others").number() > 0) {
            problems.add(name + ": " + number(report, "Others") + " more of the same sorts");
        }
        return findings.isEmpty();
    }

    private static String text(Answer finding) {
        String key = finding.at("Key").text().orElse("");
        return finding.at("Place").text().orElse("")
                + (key.isEmpty() ? "" : " " + key)
                + ": "
                + finding.at("Text").text().orElse("");
    }

    private static String name(Answer report) {
        return report.at("Account").text().orElse("")
                + " "
                + report.at("Region").text().orElse("")
                + " "
                + report.at("TableName").text().orElse("");
    }

    private static String number(Answer object, String member) {
        return String.format(Locale.ROOT, "%,d", object.at(member).number());
    }

    private static void line(PrintStream out, int width, String name, String... numbers) {
        StringBuilder line = new StringBuilder(name);
        line.append(" ".repeat(Math.max(0, width - name.length())));
        for (String number : numbers) {
            line.append(String.format(Locale.ROOT, " %14s", number));
        }
        out.println(line.toString().stripTrailing());
    }
}
