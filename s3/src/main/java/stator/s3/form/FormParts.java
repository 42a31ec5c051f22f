package stator.s3.form;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.s3.request.S3Exception;

/**
 * A body of type multipart/form-data (RFC 7578), read as it comes: first the fields, then the file,
 * which the caller reads to its end. What follows the file does not count. Belongs to one thread.
 */
final class FormParts {
    /** As much as Amazon S3 takes before the file. */
    private static final int FIELDS_BYTES_MAX = 20 * 1024;

    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("\\bfilename=\"([^\"]*)\"");

    private static final int PIECE_BYTES = 1 << 16;

    private final PushbackInputStream in;
    private final byte[] delimiter;
    private final byte[] piece = new byte[PIECE_BYTES];
    private final Map<String, String> fields = new LinkedHashMap<>();
    private Optional<String> fileName = Optional.empty();
    private int bytesOfFields;

    /**
     * @param boundary between the parts, as the content type says it
     */
    FormParts(InputStream body, String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        in = new PushbackInputStream(body, PIECE_BYTES);
    }

    /** The fields before the file, by their names in small letters. */
    Map<String, String> fields() {
        return fields;
    }

    /** The name that the client has given the file, which may be the empty one. */
    Optional<String> fileName() {
        return fileName;
    }

    /**
     * Reads the fields.
     *
     * @return the bytes of the file; empty if the form has none
     */
    Optional<InputStream> file() throws IOException {
        // The first delimiter has no line before it.
        in.unread(new byte[] {'\r', '\n'});
        new PartInput().transferTo(OutputStream.nullOutputStream());
        while (!isEnd()) {
            Map<String, String> headers = headers();
            String disposition = headers.getOrDefault("content-disposition", "");
            Matcher name = NAME.matcher(disposition);
            if (!name.find()) {
                throw malformed();
            }
            boolean isData = disposition.toLowerCase(Locale.ROOT).startsWith("form-data");
            if (isData && name.group(1).equalsIgnoreCase("file")) {
                Matcher file = FILE_NAME.matcher(disposition);
                fileName =
                        file.find()
                                ? Optional.of(file.group(1).replaceAll(".*[/\\\\]", ""))
                                : Optional.empty();
                return Optional.of(new PartInput());
            }
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            PartInput part = new PartInput();
            for (int each = part.read(); each >= 0; each = part.read()) {
                count();
                value.write(each);
            }
            fields.merge(
                    name.group(1).toLowerCase(Locale.ROOT),
                    value.toString(StandardCharsets.UTF_8),
                    (first, more) -> first + "," + more);
        }
        return Optional.empty();
    }

    private void count() {
        if (++bytesOfFields > FIELDS_BYTES_MAX) {
            throw new S3Exception(
                            400,
                            "MaxPostPreDataLengthExceeded",
                            "Your POST request fields preceeding the upload file was too large.")
                    .with("MaxPostPreDataLengthBytes", Integer.toString(FIELDS_BYTES_MAX));
        }
    }

    static S3Exception malformed() {
        return new S3Exception(
                400,
                "MalformedPOSTRequest",
                "The body of your POST request is not well-formed multipart/form-data.");
    }

    /** After a delimiter: whether it was the last one. */
    private boolean isEnd() throws IOException {
        int first = in.read();
        int second = in.read();
        if (first == '-' && second == '-') {
            return true;
        }
        if (first != '\r' || second != '\n') {
            throw malformed();
        }
        return false;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw malformed();
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw malformed();
            }
            count();
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The bytes up to the next delimiter, which is read, too. */
    private final class PartInput extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            // As many as could hide a delimiter are read beyond what is given away.
            int wanted = Math.min(length, piece.length - delimiter.length);
            int n = in.readNBytes(piece, 0, wanted + delimiter.length - 1);
            int found = find(n);
            if (found >= 0) {
                int beyond = found + delimiter.length;
                unread(beyond, n - beyond);
                if (found == 0) {
                    ended = true;
                    return -1;
                }
                System.arraycopy(piece, 0, target, offset, found);
                ended = true;
                return found;
            }
            if (n < wanted + delimiter.length - 1) {
                throw malformed(); // the body has ended, and the part has not
            }
            System.arraycopy(piece, 0, target, offset, wanted);
            unread(wanted, n - wanted);
            return wanted;
        }

        private void unread(int from, int length) throws IOException {
            if (length > 0) {
                in.unread(piece, from, length);
            }
        }

        private int find(int length) {
            for (int at = 0; at + delimiter.length <= length; at++) {
                int matched = 0;
                while (matched < delimiter.length && piece[at + matched] == delimiter[matched]) {
                    matched++;
                }
                if (matched == delimiter.length) {
                    return at;
                }
            }
            return -1;
        }
    }
}
