package stator.tool.item;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stator.model.AttributeType;
import stator.model.Item;
import stator.operation.format.Compression;
import stator.operation.format.CsvOptions;
import stator.operation.format.ItemFormat;
import stator.operation.format.RecordSink;
import stator.tool.client.ToolException;

/**
 * A file with items, or standard input. How it is compressed is seen in its first bytes.
 *
 * @param name for messages
 * @param path empty for standard input
 */
public record ImportSource(String name, Optional<Path> path) {
    private static final String STANDARD_INPUT = "-";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 4;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b52ffd;

    /**
     * The files that are meant by words of the command line. In a directory, also one with an
     * export of AWS, those that are no data are left out.
     *
     * @throws ToolException if there are none
     */
    public static List<ImportSource> of(List<String> words) throws IOException {
        List<ImportSource> sources = new ArrayList<>();
        for (String word : words) {
            Path path = Path.of(word);
            if (word.equals(STANDARD_INPUT)) {
                sources.add(new ImportSource("standard input", Optional.empty()));
            } else if (Files.isDirectory(path)) {
                sources.addAll(in(path));
            } else if (Files.exists(path)) {
                sources.add(new ImportSource(word, Optional.of(path)));
            } else {
                throw new ToolException("There is no file " + word + ".");
            }
        }
        return sources;
    }

    private static List<ImportSource> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<ImportSource> sources =
                    files.filter(Files::isRegularFile)
                            .filter(file -> isData(file.getFileName().toString()))
                            .sorted()
                            .map(file -> new ImportSource(file.toString(), Optional.of(file)))
                            .toList();
            if (sources.isEmpty()) {
                throw new ToolException("There is no file with items in " + directory + ".");
            }
            return sources;
        }
    }

    private static boolean isData(String name) {
        boolean isOther = name.startsWith(".") || name.startsWith("_") || name.endsWith(".md5");
        return !isOther && !name.startsWith("manifest-");
    }

    /** Shows all items. */
    public void read(
            InputStream standardInput,
            Optional<Format> format,
            Map<String, AttributeType> keyTypes,
            CsvOptions csv,
            RecordSink<Item> sink)
            throws IOException {
        try (InputStream raw = path.isPresent() ? Files.newInputStream(path.get()) : standardInput;
                InputStream in = expand(raw)) {
            switch (format.orElseGet(this::formatOfName)) {
                case CSV -> ItemFormat.CSV.read(in, keyTypes, csv, sink);
                case ION -> ItemFormat.ION.read(in, keyTypes, csv, sink);
                case JSON -> json(in, keyTypes, JsonRecords.Form.PLAIN, sink);
                case DYNAMODB_JSON -> json(in, keyTypes, JsonRecords.Form.UNKNOWN, sink);
            }
        }
    }

    private static void json(
            InputStream in,
            Map<String, AttributeType> keyTypes,
            JsonRecords.Form form,
            RecordSink<Item> sink)
            throws IOException {
        new JsonRecords(in, keyTypes, form, sink).read();
    }

    private static InputStream expand(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
        in.mark(MAGIC_BYTES);
        int magic = 0;
        for (byte b : in.readNBytes(MAGIC_BYTES)) {
            magic = magic << 8 | b & 0xff;
        }
        in.reset();
        if (magic >>> 16 == GZIP_MAGIC) {
            return Compression.GZIP.open(in);
        }
        return (magic == ZSTD_MAGIC ? Compression.ZSTD : Compression.NONE).open(in);
    }

    /** All forms of JSON are told from each other by their first item. */
    private Format formatOfName() {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("\\.(gz|zst|zstd)$", "");
        if (lower.endsWith(".csv")) {
            return Format.CSV;
        }
        return lower.endsWith(".ion") ? Format.ION : Format.DYNAMODB_JSON;
    }
}
