package stator.tool;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stator.protocol.ResponseWriter;
import stator.tool.client.Answer;
import stator.tool.client.Backups;
import stator.tool.client.DynamoDb;
import stator.tool.client.TableInfo;
import stator.tool.client.Waiting;

/** {@code stator restore}: makes a table from a backup, or from another table as it was. */
@Command(
        name = "stator restore",
        sortOptions = false,
        separator = " ",
        header = "Makes a new table from a backup or from a point in time, and waits for it.",
        synopsisHeading = "%n",
        customSynopsis = {
            "  stator restore TABLE --backup BACKUP           from a backup, by its name or ARN",
            "  stator restore TABLE --from OTHER              from another table, as it is",
            "  stator restore TABLE --from OTHER --at TIME    as it was then",
        },
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = "--from needs point-in-time recovery of the other table. More: docs/tool.md")
final class RestoreCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TABLE", description = "The table to make.")
    private String table;

    @Option(names = "--backup", paramLabel = "BACKUP", description = "Its name or ARN.")
    private String backup;

    @Option(names = "--from", paramLabel = "OTHER", description = "The table to take it from.")
    private String source;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "With --from: such as 2026-11-21T12:00:00Z. Default: now.")
    private String time;

    @Mixin private CommonOptions common;

    RestoreCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if ((backup == null) == (source == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Either --backup or --from says what to restore.");
        }
        if (time != null && source == null) {
            throw new ParameterException(spec.commandLine(), "--at belongs to --from.");
        }
        Optional<String> seconds = Optional.ofNullable(time).map(Times::seconds);
        try (DynamoDb service = common.open(environment);
                Progress progress =
                        Progress.start(
                                terminal,
                                common.quiet(),
                                "restore " + table,
                                0,
                                System::nanoTime)) {
            Answer begun = backup == null ? fromTable(service, seconds) : fromBackup(service);
            String arn = begun.at("TableDescription", "TableArn").text().orElse(table);
            Waiting.until(
                    () ->
                            service.call("DescribeTable", TableInfo.request(table))
                                    .at("Table", "TableStatus"),
                    status -> status.text().equals(Optional.of("ACTIVE")));
            TableInfo info = TableInfo.describe(service, table);
            progress.add(info.items(), 0);
            progress.stop();
            terminal.out().println(arn);
            if (!common.quiet()) {
                terminal.err().println(progress.summary() + " restored to " + table);
            }
        }
        return Tool.OK;
    }

    private Answer fromBackup(DynamoDb service) throws InterruptedException {
        String request =
                new ResponseWriter(128)
                        .startObject()
                        .member("BackupArn", Backups.resolve(service, backup))
                        .member("TargetTableName", table)
                        .endObject()
                        .toString();
        return service.call("RestoreTableFromBackup", request);
    }

    private Answer fromTable(DynamoDb service, Optional<String> seconds)
            throws InterruptedException {
        ResponseWriter request =
                new ResponseWriter(128)
                        .startObject()
                        .member(
                                source.startsWith("arn:") ? "SourceTableArn" : "SourceTableName",
                                source)
                        .member("TargetTableName", table);
        seconds.ifPresentOrElse(
                value -> request.field("RestoreDateTime").json(value),
                () -> request.member("UseLatestRestorableTime", true));
        return service.call("RestoreTableToPointInTime", request.endObject().toString());
    }
}
