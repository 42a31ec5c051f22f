package stator.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import stator.tool.client.Answer;
import stator.tool.client.DynamoDb;
import stator.tool.client.ParallelScan;
import stator.tool.client.TableInfo;
import stator.tool.client.TableNames;
import stator.tool.client.ToolException;
import stator.tool.item.Format;
import stator.tool.item.ItemJson;
import stator.tool.output.CsvOutput;
import stator.tool.output.ExportOutput;
import stator.tool.output.Interruption;
import stator.tool.output.LineOutput;
import stator.tool.output.OutputFile;
import stator.tool.output.StandardOutput;

/** {@code stator export}: the items of a table into files, to standard output, or into a bucket. */
@Command(
        name = "stator export",
        sortOptions = false,
        separator = " ",
        header =
                "Writes the items of a table into a file, or lets the service export it into a bucket.",
        synopsisHeading = "%n",
        customSynopsis = {
            "  stator export TABLE                      into TABLE.json.gz",
            "  stator export TABLE -o items.csv         as CSV",
            "  stator export TABLE -o -                 to standard output",
            "  stator export TABLE -o DIR/              a file for each segment",
            "  stator export TABLE --s3-bucket BUCKET   by ExportTableToPointInTime",
        },
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = {
            "A file is there when it is whole, or not at all. Writes during an export may be in it or not; what",
            "--s3-bucket exports is of one moment, and needs point-in-time recovery. More: docs/tool.md",
        })
final class ExportCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    private static final String GZIP_SUFFIX = ".gz";
    private static final int BUFFER_BYTES = 1 << 16;

    /** How the output is compressed. */
    enum Compression {
        NONE,
        GZIP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TABLE", description = "Its name or ARN.")
    private String table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "Where to: a file, a directory (with / at the end), or - for standard output."
                        + " Default: TABLE.json.gz."
            })
    private String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = {
                "dynamodb-json (a typed item on each line, as AWS exports it), json (plain, without sets"
                        + " and binary values), csv or ion. Default: by the name of the file, else"
                        + " dynamodb-json."
            })
    private Format format;

    @Option(
            names = "--compression",
            paramLabel = "HOW",
            description =
                    "gzip or none. Default: gzip if the file's name ends with .gz, or has none.")
    private Compression compression;

    @Option(
            names = "--attributes",
            paramLabel = "NAME",
            split = ",",
            hideParamSyntax = true,
            description = "Only these attributes. Default: all.")
    private List<String> attributes = List.of();

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description = "Between the fields of CSV. Default: a comma.")
    private char delimiter = ',';

    @Option(
            names = "--segments",
            paramLabel = "N",
            description = "Read so many segments of the table beside each other. Default: 4.")
    private int segments = 4;

    @Option(names = "--overwrite", description = "Replace files that are there.")
    private boolean overwrite;

    @Option(
            names = "--s3-bucket",
            paramLabel = "BUCKET",
            description = "Let the service export into this bucket, and wait for it.")
    private String bucket;

    @Option(
            names = "--s3-prefix",
            paramLabel = "PREFIX",
            description = "With --s3-bucket: where in the bucket.")
    private String prefix;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "With --s3-bucket: as the table was then, such as 2026-11-21T12:00:00Z.")
    private String time;

    @Mixin private CommonOptions common;

    ExportCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        require(segments > 0 && segments <= 1_000_000, "--segments must be 1 to 1000000.");
        require(
                bucket != null || prefix == null && time == null,
                "--s3-prefix and --at belong to --s3-bucket.");
        try (DynamoDb service = common.open(environment)) {
            TableInfo info = TableInfo.describe(service, table);
            if (bucket != null) {
                return exportToBucket(service, info);
            }
            return export(service, info);
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private int exportToBucket(DynamoDb service, TableInfo info) throws Exception {
        require(
                output == null && attributes.isEmpty() && compression == null,
                "With --s3-bucket there are no --output, --attributes and --compression.");
        Format chosen = format == null ? Format.DYNAMODB_JSON : format;
        require(
                chosen == Format.DYNAMODB_JSON || chosen == Format.ION,
                "The service exports dynamodb-json and ion only.");
        BucketExport export =
                new BucketExport(
                        bucket,
                        Optional.ofNullable(prefix),
                        Optional.ofNullable(time).map(Times::seconds),
                        chosen);
        try (Progress progress =
                Progress.start(
                        terminal,
                        common.quiet(),
                        "export of " + table + " to " + bucket,
                        0,
                        System::nanoTime)) {
            Answer done = export.run(service, info, progress);
            progress.stop();
            terminal.out().println(done.at("ExportManifest").text().orElse(""));
            say(progress.summary() + " in bucket " + bucket);
        }
        return Tool.OK;
    }

    private int export(DynamoDb service, TableInfo info) throws Exception {
        try (Interruption interruption = new Interruption();
                ExportOutput out = open(info, interruption);
                Progress progress =
                        Progress.start(
                                terminal,
                                common.quiet(),
                                "export " + table,
                                info.items(),
                                System::nanoTime)) {
            new ParallelScan(service, table, segments, attributes)
                    .run((segment, page) ->
                            progress.add(page.items().size(), out.write(segment, page.items())));
            out.commit();
            progress.stop();
            say(progress.summary() + (isStandardOutput() ? "" : " → " + target()));
        }
        return Tool.OK;
    }

    private void say(String text) {
        if (!common.quiet()) {
            terminal.err().println(text);
        }
    }

    private boolean isStandardOutput() {
        return STANDARD_OUTPUT.equals(output);
    }

    private boolean isDirectory() {
        return output != null && (output.endsWith("/") || Files.isDirectory(Path.of(output)));
    }

    private String target() {
        return output != null ? output : TableNames.plain(table) + "." + extension();
    }

    private String extension() {
        return format().extension() + (isGzip() ? GZIP_SUFFIX : "");
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        String name = output == null ? "" : output.toLowerCase(Locale.ROOT);
        String bare =
                name.endsWith(GZIP_SUFFIX)
                        ? name.substring(0, name.length() - GZIP_SUFFIX.length())
                        : name;
        if (bare.endsWith(".csv")) {
            return Format.CSV;
        }
        return bare.endsWith(".ion") ? Format.ION : Format.DYNAMODB_JSON;
    }

    private boolean isGzip() {
        if (compression != null) {
            return compression == Compression.GZIP;
        }
        return output == null || isDirectory() || output.endsWith(GZIP_SUFFIX);
    }

    private ExportOutput open(TableInfo info, Interruption interruption) throws IOException {
        Format chosen = format();
        if (isStandardOutput()) {
            return toStandardOutput(info, chosen, interruption);
        }
        List<Path> paths = paths(chosen);
        for (Path path : paths) {
            if (!overwrite && Files.exists(path)) {
                throw new ToolException(
                        path + " is there already. Take another --output, or --overwrite it.");
            }
        }
        List<OutputFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(OutputFile.create(path, isGzip(), interruption));
        }
        if (chosen != Format.CSV) {
            return LineOutput.into(files, LineOutput.encoder(chosen, new ItemJson()));
        }
        return new CsvOutput(
                LineOutput.into(files, ItemJson::wrap),
                files.getFirst().stream(),
                info.keys(),
                delimiter,
                interruption);
    }

    /** One, or one for each segment; rows need one header, and so are in one. */
    private List<Path> paths(Format chosen) {
        if (!isDirectory()) {
            return List.of(Path.of(target()));
        }
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < (chosen == Format.CSV ? 1 : segments); i++) {
            paths.add(
                    Path.of(
                            output,
                            "%s-%04d.%s".formatted(TableNames.plain(table), i, extension())));
        }
        return paths;
    }

    private ExportOutput toStandardOutput(TableInfo info, Format chosen, Interruption interruption)
            throws IOException {
        OutputStream out = new StandardOutput(terminal.out());
        OutputStream stream =
                isGzip() ? OutputFile.gzip(out) : new BufferedOutputStream(out, BUFFER_BYTES);
        if (chosen != Format.CSV) {
            return LineOutput.into(stream, LineOutput.encoder(chosen, new ItemJson()));
        }
        return new CsvOutput(
                LineOutput.into(stream, ItemJson::wrap),
                stream,
                info.keys(),
                delimiter,
                interruption);
    }
}
