package stator.benchmark.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import stator.benchmark.report.Round;
import stator.benchmark.workload.Workload;

/** The command against all operations there are: each request and each job is understood. */
class GrowthCommandTest {
    @Test
    void measuresEveryCallAndEveryJobAtEachSizeThatHasRoom() throws Exception {
        String report;
        try (OperationsServer server = new OperationsServer()) {
            report =
                    run(
                            "--endpoints",
                            server.endpoint("all"),
                            "--sizes",
                            "1000,2000,3000",
                            "--value-bytes",
                            "100",
                            "--values",
                            "random",
                            "--table-bytes-max",
                            "500000",
                            "--jobs-up-to",
                            "1000",
                            "--seconds",
                            "0.2",
                            "--rest-seconds",
                            "0");
        }
        for (String call :
                List.of(
                        "load",
                        "get",
                        "put",
                        "update",
                        "query",
                        "scan",
                        "transact-write",
                        "transact-get",
                        "index-query-after-backfill",
                        "index-query",
                        "put-with-stream",
                        "stream-read")) {
            assertEquals(
                    2,
                    report.lines()
                            .filter(line ->
                                    line.matches("\\| " + call + " .*0 × 100 B.*")
                                            && line.split("\\|").length == 10)
                            .count(),
                    () -> call + " in\n" + report);
        }
        for (String job :
                List.of(
                        "none",
                        "load",
                        "backfill of keys",
                        "backup",
                        "restore",
                        "ttl-sweep",
                        "export",
                        "import",
                        "delete-table",
                        "replica")) {
            assertEquals(
                    1,
                    report.lines()
                            .filter(line ->
                                    line.matches("\\| " + job + " .*1,000 × 100 B.*")
                                            && line.split("\\|").length == 11)
                            .count(),
                    () -> job + " in\n" + report);
        }
        assertFalse(report.contains("failed"), report);
        assertFalse(report.contains("3,000 ×"), report);
    }

    private static String run(String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = new CommandLine(new GrowthCommand());
            command.setExecutionExceptionHandler((failure, line, parsed) -> {
                throw failure;
            });
            assertEquals(0, command.execute(arguments));
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(GrowthWorkload.class)
    void aRightAnswerIsAcceptedAndAnErrorIsNot(GrowthWorkload kind) {
        for (int valueBytes : new int[] {20, 500, 350_000}) {
            Workload workload = kind.over(new GrowthData(2_000, valueBytes, false));
            assertEquals("", workload.problem(1, workload.answer(1)));
            if (kind != GrowthWorkload.PUT
                    && kind != GrowthWorkload.UPDATE
                    && kind != GrowthWorkload.TRANSACT_WRITE) {
                assertFalse(workload.problem(1, "{\"__type\":\"x\"}").isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 100_000, 350_000})
    void anAnswerThatIsAskedForFitsIntoOnePage(int valueBytes) {
        GrowthData data = new GrowthData(1_000, valueBytes, true);
        int page = data.page(50);
        assertTrue(page >= 1 && page <= 50, "is " + page);
        assertTrue((long) page * data.item(999, "").length() < 1 << 20, "is " + page);
    }

    @Test
    void aPageOfAStreamHasAsManyRecordsAsItWasFoundWith() {
        StreamRead read = new StreamRead(List.of("first", "second"), 3);
        assertEquals("", read.problem(1, read.answer(1)));
        assertFalse(read.problem(1, new StreamRead(List.of("first"), 2).answer(0)).isEmpty());
        assertTrue(read.body(1).contains("\"second\""));
    }

    @Test
    void ratiosAreToTheFirstRunWithValuesOfTheSameKind() {
        String report =
                new GrowthReport(
                                "some",
                                List.of(
                                        run(1_000, true, 10),
                                        run(2_000, true, 15),
                                        run(1_000, false, 40),
                                        run(2_000, false, 50)))
                        .toString();
        List<String> ratios =
                report.lines()
                        .filter(line -> line.startsWith("| get "))
                        .map(line -> line.split("\\|")[9].strip())
                        .toList();
        assertEquals(List.of("1.00", "1.50", "1.00", "1.25"), ratios, report);
    }

    private static GrowthRun run(int items, boolean compressible, double cpuMicros) {
        GrowthRun run =
                new GrowthRun(
                        new GrowthData(items, 100, compressible),
                        new GrowthRun.Plan(1, 1, List.of(), 0, 1, 0));
        run.calls().add(new Gauge.Measured("get", new Round(1, 1, 1, cpuMicros, 1, 0), 1));
        return run;
    }
}
