package stator.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.tool.client.BatchWriter;
import stator.tool.client.DynamoDb;
import stator.tool.client.ParallelScan;
import stator.tool.client.TableInfo;
import stator.tool.client.ToolException;
import stator.tool.item.ItemJson;

/** {@code stator truncate}: deletes all items of a table. */
@Command(
        name = "stator truncate",
        sortOptions = false,
        separator = " ",
        header = "Deletes all items of a table; the table stays as it is.",
        synopsisHeading = "%n",
        customSynopsis = "  stator truncate TABLE",
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = {
            "It asks before it begins. Only keys are read, so that it is fast; items that are written meanwhile",
            "may stay. Streams, replicas and backups see each deletion. More: docs/tool.md",
        })
final class TruncateCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TABLE", description = "Its name or ARN.")
    private String table;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--segments",
            paramLabel = "N",
            description = "Read so many segments of the table beside each other. Default: 4.")
    private int segments = 4;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many batches of 25 items are under way. Default: 8.")
    private int concurrency = 8;

    @Mixin private CommonOptions common;

    TruncateCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (segments <= 0 || segments > 1_000_000 || concurrency <= 0 || concurrency > 1_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--segments must be 1 to 1000000, and --concurrency 1 to 1000.");
        }
        try (DynamoDb service = common.open(environment)) {
            TableInfo info = TableInfo.describe(service, table);
            if (!yes && !isWanted(service, info)) {
                throw new ToolException("Nothing was deleted.");
            }
            delete(service, info);
        }
        return Tool.OK;
    }

    /** Whether somebody types the name of the table. */
    private boolean isWanted(DynamoDb service, TableInfo info) throws IOException {
        if (!terminal.interactive()) {
            throw new ToolException(
                    "Nobody is there to say that all items of '"
                            + table
                            + "' are to be deleted. Add --yes.");
        }
        terminal.err()
                .printf(
                        "This deletes all items (about %,d) of '%s' at %s.%n"
                                + "Type the name of the table to go on: ",
                        info.items(), table, service.endpoint());
        terminal.err().flush();
        BufferedReader in =
                new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        String answer = in.readLine();
        return answer != null && answer.strip().equals(table);
    }

    private void delete(DynamoDb service, TableInfo info) throws Exception {
        try (Progress progress =
                Progress.start(
                        terminal,
                        common.quiet(),
                        "truncate " + table,
                        info.items(),
                        System::nanoTime)) {
            AtomicLong number = new AtomicLong();
            ItemJson json = new ItemJson();
            try (BatchWriter writer =
                    new BatchWriter(service, table, concurrency, 0, new Deletions(progress))) {
                new ParallelScan(service, table, segments, info.keys())
                        .run((segment, page) -> {
                            for (byte[] key : page.items()) {
                                writer.add(
                                        deletion(number.incrementAndGet(), info, json.read(key)));
                            }
                        });
                writer.finish();
            }
            progress.stop();
            if (!common.quiet()) {
                terminal.err().println(progress.summary() + " deleted from " + table);
            }
        }
    }

    private static BatchWriter.Write deletion(long number, TableInfo table, Item key) {
        List<AttributeValue> values = table.keys().stream().map(key::get).toList();
        return BatchWriter.Write.delete(number, values, key);
    }

    /** The service refuses no key that it told. */
    private record Deletions(Progress progress) implements BatchWriter.Observer {
        @Override
        public void done(int writes, long bytes) {
            progress.add(writes, 0);
        }

        @Override
        public void refused(BatchWriter.Write write, String why) {
            throw new ToolException("An item cannot be deleted: " + why);
        }
    }
}
