package stator.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.format.CsvOptions;
import stator.operation.format.RecordSink;
import stator.tool.client.BatchWriter;
import stator.tool.client.DynamoDb;
import stator.tool.client.TableInfo;
import stator.tool.client.TableNames;
import stator.tool.item.Format;
import stator.tool.item.ImportSource;
import stator.tool.item.InferredTypes;
import stator.tool.output.Interruption;

/** {@code stator import}: items from files into a table. */
@Command(
        name = "stator import",
        sortOptions = false,
        separator = " ",
        header = "Writes the items of files into a table that is there.",
        synopsisHeading = "%n",
        customSynopsis = {
            "  stator import TABLE FILE…       exports, output of 'aws dynamodb scan', JSON lines, CSV, Ion",
            "  stator import TABLE DIR         all files in a directory",
            "  … | stator import TABLE -       from standard input",
        },
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = {
            "What a file is, is seen by its name and its first bytes; it may be compressed (gzip, zstd). Items",
            "replace those with the same key. Records that are refused go to the error report, and the exit code",
            "is 3. What was interrupted can be gone on with, see --skip. More: docs/tool.md",
        })
final class ImportCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TABLE", description = "Its name or ARN.")
    private String table;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files, directories, or - for standard input.")
    private List<String> files;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = {
                "dynamodb-json, json (without types), csv or ion. Default: by the name of each file; of"
                        + " JSON, by its first item."
            })
    private Format format;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description = "Between the fields of CSV. Default: a comma.")
    private char delimiter = ',';

    @Option(
            names = "--header",
            paramLabel = "NAME",
            split = ",",
            hideParamSyntax = true,
            description = "Names of the columns of CSV. Default: the first row of each file.")
    private List<String> header = List.of();

    @Option(
            names = "--infer-types",
            description = {
                "Give fields of CSV the types that they look like: number, boolean, {\"SS\":[…]}. By"
                        + " default all are texts but keys, as in AWS's imports."
            })
    private boolean inferTypes;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many batches of 25 items are under way. Default: 8.")
    private int concurrency = 8;

    @Option(
            names = "--skip",
            paramLabel = "N",
            description = "Leave out the first so many records: they are in the table already.")
    private long skip;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Where refused records go. Default: TABLE-errors.jsonl.")
    private Path errors;

    @Mixin private CommonOptions common;

    ImportCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (concurrency <= 0 || concurrency > 1_000 || skip < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--concurrency must be 1 to 1000, and --skip not negative.");
        }
        List<ImportSource> sources = ImportSource.of(files);
        Path report = errors != null ? errors : Path.of(TableNames.plain(table) + "-errors.jsonl");
        try (DynamoDb service = common.open(environment);
                ErrorReport refused = new ErrorReport(report)) {
            TableInfo info = TableInfo.describe(service, table);
            read(service, info, sources, refused);
            return refused.count() == 0 ? Tool.OK : Tool.INCOMPLETE;
        }
    }

    private void read(
            DynamoDb service, TableInfo info, List<ImportSource> sources, ErrorReport refused)
            throws Exception {
        try (Interruption interruption = new Interruption();
                Progress progress =
                        Progress.start(
                                terminal, common.quiet(), "import " + table, 0, System::nanoTime)) {
            Import records = new Import(info, progress, refused, skip);
            BatchWriter writer = new BatchWriter(service, table, concurrency, skip, records);
            interruption.onInterrupt(() -> {
                terminal.err().println();
                sayHowToGoOn(writer);
            });
            try (writer) {
                for (ImportSource source : sources) {
                    RecordSink<Item> sink = records.from(source.name(), writer);
                    source.read(
                            terminal.in(),
                            Optional.ofNullable(format),
                            info.types(),
                            new CsvOptions(delimiter, header, false),
                            inferTypes ? new InferredTypes(sink, info.types().keySet()) : sink);
                }
                writer.finish();
            } catch (Exception e) {
                progress.stop();
                sayHowToGoOn(writer);
                throw e;
            }
            progress.stop();
            sayWhatWasDone(progress, refused);
        }
    }

    private void sayHowToGoOn(BatchWriter writer) {
        if (writer.doneUpTo() > 0) {
            terminal.err()
                    .println(
                            "The first "
                                    + writer.doneUpTo()
                                    + " records are done. To go on after them: --skip "
                                    + writer.doneUpTo());
        }
    }

    private void sayWhatWasDone(Progress progress, ErrorReport refused) {
        if (!common.quiet()) {
            terminal.err().println(progress.summary() + " → " + table);
        }
        if (refused.count() > 0) {
            terminal.err()
                    .println(refused.count() + " records were refused, see " + refused.file());
        }
    }

    /** Counts the records of all sources, and hears what becomes of them. */
    private static final class Import implements BatchWriter.Observer {
        private final TableInfo table;
        private final Progress progress;
        private final ErrorReport refused;
        private final long skipped;
        private long number;

        /** The names of the sources by the number of their first record. */
        private final NavigableMap<Long, String> sources = new ConcurrentSkipListMap<>();

        private Import(TableInfo table, Progress progress, ErrorReport refused, long skipped) {
            this.table = table;
            this.progress = progress;
            this.refused = refused;
            this.skipped = skipped;
        }

        /** Takes the records of a source. */
        RecordSink<Item> from(String name, BatchWriter writer) {
            sources.put(number + 1, name);
            return new RecordSink<Item>() {
                @Override
                public void add(Item item) throws IOException {
                    number++;
                    if (number > skipped) {
                        write(item, writer);
                    }
                }

                @Override
                public void refuse(String why) {
                    number++;
                    if (number > skipped) {
                        Import.this.refuse(number, why, Optional.empty());
                    }
                }
            };
        }

        private void refuse(long record, String why, Optional<Item> item) {
            refused.add(sources.floorEntry(record).getValue(), record, why, item);
        }

        private void write(Item item, BatchWriter writer) throws IOException {
            List<AttributeValue> key = new ArrayList<>();
            for (String name : table.keys()) {
                Optional<AttributeValue> value = item.find(name);
                if (value.isEmpty()) {
                    String why = "The item has no attribute '" + name + "', which is a key";
                    refuse(number, why, Optional.of(item));
                    return;
                }
                key.add(value.get());
            }
            try {
                writer.add(BatchWriter.Write.put(number, key, item));
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override
        public void done(int writes, long bytes) {
            progress.add(writes, bytes);
        }

        @Override
        public void refused(BatchWriter.Write write, String why) {
            refuse(write.number(), why, Optional.of(write.item()));
        }
    }
}
