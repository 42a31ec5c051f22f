package stator.bucket.object;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A small file of named texts, and bytes after them. Its first line says the format, a checksum and
 * how long the texts are. The checksum is of that length and of what follows; in the first format,
 * which is still read, it was not of the length.
 *
 * @param fields the texts, whose names have no {@code =}
 * @param rest the bytes
 */
record FieldFile(Map<String, String> fields, byte[] rest) {
    static final String NAME = "stator-object-";
    private static final String FORMAT = NAME + 2;
    private static final String FIRST_FORMAT = NAME + 1;

    byte[] encoded() {
        StringBuilder lines = new StringBuilder();
        fields.forEach((name, value) ->
                lines.append(escaped(name)).append('=').append(escaped(value)).append('\n'));
        byte[] texts = lines.toString().getBytes(StandardCharsets.UTF_8);
        String length = Integer.toString(texts.length);
        String first = FORMAT + " " + checksum(length, texts, rest) + " " + length + "\n";
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(first.getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(texts);
        file.writeBytes(rest);
        return file.toByteArray();
    }

    private static String checksum(String length, byte[] texts, byte[] rest) {
        CRC32C checksum = new CRC32C();
        checksum.update(length.getBytes(StandardCharsets.US_ASCII));
        checksum.update(texts);
        checksum.update(rest);
        return Long.toHexString(checksum.getValue());
    }

    private static String escaped(String text) {
        return text.replace("%", "%25")
                .replace("\n", "%0A")
                .replace("\r", "%0D")
                .replace("=", "%3D");
    }

    private static String plain(String text) {
        return text.replace("%3D", "=")
                .replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%25", "%");
    }

    /**
     * @param path for the message if the file is damaged
     */
    static FieldFile decoded(byte[] file, String path) throws CorruptObjectException {
        int lineEnd = 0;
        while (lineEnd < file.length && file[lineEnd] != '\n') {
            lineEnd++;
        }
        String[] first = new String(file, 0, lineEnd, StandardCharsets.US_ASCII).split(" ");
        if (first.length == 3 && first[2].matches("[0-9]{1,9}")) {
            int textsEnd = lineEnd + 1 + Integer.parseInt(first[2]);
            if (textsEnd <= file.length) {
                byte[] texts = Arrays.copyOfRange(file, lineEnd + 1, textsEnd);
                byte[] rest = Arrays.copyOfRange(file, textsEnd, file.length);
                String covered =
                        switch (first[0]) {
                            case FORMAT -> checksum(first[2], texts, rest);
                            case FIRST_FORMAT -> checksum("", texts, rest);
                            default -> "unknown";
                        };
                if (covered.equals(first[1])) {
                    return new FieldFile(parsed(texts), rest);
                }
            }
        }
        throw new CorruptObjectException(path + " is damaged.");
    }

    private static Map<String, String> parsed(byte[] texts) {
        Map<String, String> fields = new TreeMap<>();
        for (String line : new String(texts, StandardCharsets.UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(plain(line.substring(0, equals)), plain(line.substring(equals + 1)));
            }
        }
        return fields;
    }
}
