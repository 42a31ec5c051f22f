package stator.tool;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
import stator.tool.client.TableNames;

/** {@code stator backup}: makes a backup of a table, or lists those that there are. */
@Command(
        name = "stator backup",
        sortOptions = false,
        separator = " ",
        header = "Makes an on-demand backup of a table, waits for it, and writes its ARN.",
        synopsisHeading = "%n",
        customSynopsis = {
            "  stator backup TABLE              makes one",
            "  stator backup --list [TABLE]     shows those that there are",
        },
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = "The service keeps it; 'stator restore' brings it back. More: docs/tool.md")
final class BackupCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Its name or ARN.")
    private String table;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the backup. Default: the table's, with the time.")
    private String name;

    @Option(names = "--list", description = "Only list backups: ARN, time, status, size, name.")
    private boolean list;

    @Mixin private CommonOptions common;

    BackupCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (table == null && !list) {
            throw new ParameterException(spec.commandLine(), "Of which TABLE?");
        }
        try (DynamoDb service = common.open(environment)) {
            if (list) {
                list(service);
            } else {
                back(service);
            }
        }
        return Tool.OK;
    }

    private void list(DynamoDb service) throws InterruptedException {
        for (Answer backup : Backups.list(service, Optional.ofNullable(table))) {
            terminal.out()
                    .printf(
                            "%s\t%s\t%s\t%d\t%s%n",
                            Backups.arn(backup),
                            Backups.created(backup),
                            backup.at("BackupStatus").text().orElse(""),
                            backup.at("BackupSizeBytes").number(),
                            backup.at("BackupName").text().orElse(""));
        }
    }

    private void back(DynamoDb service) throws InterruptedException {
        TableInfo info = TableInfo.describe(service, table);
        try (Progress progress =
                Progress.start(
                        terminal,
                        common.quiet(),
                        "backup of " + table,
                        info.items(),
                        System::nanoTime)) {
            String request =
                    new ResponseWriter(128)
                            .startObject()
                            .member("TableName", table)
                            .member("BackupName", name())
                            .endObject()
                            .toString();
            Answer begun = service.call("CreateBackup", request).at("BackupDetails");
            Answer done = Backups.await(service, Backups.arn(begun));
            progress.add(info.items(), done.at("BackupDetails", "BackupSizeBytes").number());
            progress.stop();
            terminal.out().println(Backups.arn(begun));
            if (!common.quiet()) {
                terminal.err().println(progress.summary() + " in backup " + name());
            }
        }
    }

    private String name() {
        if (name == null) {
            name = TableNames.plain(table) + "-" + TIME.format(Instant.now());
        }
        return name;
    }
}
