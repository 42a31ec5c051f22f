package stator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import stator.bucket.MemoryRoom;
import stator.bucket.object.ObjectStore;
import stator.door.Reply;
import stator.door.caller.BelievedForms;
import stator.door.testing.SentRequest;
import stator.door.testing.StandingClock;
import stator.identity.Principal;
import stator.s3.target.NotificationTargets;

/**
 * Transcripts: requests and the exact answers to them, over an empty store in memory with a clock
 * that goes on by a second with each request.
 *
 * <p>A file under {@code src/test/resources/transcripts} has requests, each with its answer, and
 * comments ({@code #}) and blank lines between them:
 *
 * <pre>
 * PUT /bucket/key
 * content-type: text/plain
 * | the body, a line of it after each bar
 *   => 200
 *   ETag: "…"
 *   | the body of the answer
 * </pre>
 *
 * <p>{@code {{a*1025}}} stands for 1025 times the letter a; {@code keep name = <Element>} lets
 * <code>${name}</code> stand for the text of that element in the last answer. Run the test with
 * {@code -Dstator.transcripts.write=true} to write the answers that come now into the files, and
 * read the diff.
 */
class TranscriptTest {
    private static final Path FILES = Path.of("src/test/resources/transcripts");
    private static final boolean WRITES = Boolean.getBoolean("stator.transcripts.write");
    private static final Pattern REQUEST =
            Pattern.compile("(GET|PUT|POST|DELETE|HEAD|OPTIONS) (\\S*)");
    private static final Pattern KEEP = Pattern.compile("keep (\\w+) = <(\\w+)>");
    private static final Pattern REPEATED = Pattern.compile("\\{\\{(.)\\*(\\d+)}}");

    @TestFactory
    List<DynamicTest> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> check(file)))
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        String recorded = Files.readString(file);
        String played = new Play().play(recorded.lines().toList());
        if (WRITES) {
            Files.writeString(file, played);
            return;
        }
        assertEquals(recorded, played, "-Dstator.transcripts.write=true writes what comes now");
    }

    /** One file, played against a service of its own. */
    private static final class Play {
        private final StandingClock clock = new StandingClock("2026-11-29T12:00:00Z");
        private final StringBuilder played = new StringBuilder();
        private final List<String[]> kept = new ArrayList<>();
        private String lastBody = "";

        String play(List<String> lines) throws IOException {
            ObjectStore store = ObjectStore.inMemory(MemoryRoom.UNLIMITED, clock, new Random(1));
            try (S3Service service =
                    S3Service.open(
                            store,
                            NotificationTargets.NONE,
                            Duration.ofDays(1),
                            BelievedForms.byKey(),
                            clock)) {
                for (int i = 0; i < lines.size(); ) {
                    i = play(service, lines, i);
                }
            }
            return played.toString();
        }

        /** Plays from a line on; returns the line after what was played. */
        private int play(S3Service service, List<String> lines, int first) throws IOException {
            String line = lines.get(first);
            Matcher request = REQUEST.matcher(line);
            Matcher keep = KEEP.matcher(line);
            if (line.startsWith("  ")) {
                return first + 1; // an answer, which comes anew
            }
            played.append(line).append('\n');
            if (keep.matches()) {
                String start = "<" + keep.group(2) + ">";
                int from = lastBody.indexOf(start) + start.length();
                kept.add(
                        new String[] {
                            "${" + keep.group(1) + "}",
                            lastBody.substring(from, lastBody.indexOf('<', from))
                        });
            }
            if (!request.matches()) {
                return first + 1;
            }
            int next = first + 1;
            List<String> rest = new ArrayList<>();
            while (next < lines.size()
                    && !lines.get(next).isEmpty()
                    && !lines.get(next).startsWith("  ")) {
                rest.add(lines.get(next));
                played.append(lines.get(next)).append('\n');
                next++;
            }
            answer(service, call(request.group(1), request.group(2), rest));
            return next;
        }

        private String meant(String text) {
            String meant =
                    REPEATED.matcher(text)
                            .replaceAll(match ->
                                    match.group(1).repeat(Integer.parseInt(match.group(2))));
            for (String[] each : kept) {
                meant = meant.replace(each[0], each[1]);
            }
            return meant;
        }

        private SentRequest call(String method, String uri, List<String> rest) {
            SentRequest call =
                    new SentRequest(method, meant(uri))
                            .with("Host", "localhost:8000")
                            .with("Content-Length", "0");
            List<String> body = new ArrayList<>();
            for (String line : rest) {
                if (line.startsWith("|")) {
                    body.add(meant(line.substring(Math.min(2, line.length()))));
                } else {
                    int colon = line.indexOf(':');
                    call.with(line.substring(0, colon), meant(line.substring(colon + 1).strip()));
                }
            }
            if (body.isEmpty()) {
                return call;
            }
            byte[] bytes = String.join("\n", body).getBytes(StandardCharsets.UTF_8);
            return call.with("Content-Length", Integer.toString(bytes.length)).withBody(bytes);
        }

        private void answer(S3Service service, SentRequest call) throws IOException {
            clock.advance(Duration.ofSeconds(1));
            Reply reply = service.answer(call, Principal.root("123456789012", "us-east-1"));
            played.append("  => ").append(reply.status()).append('\n');
            if (!reply.contentType().isEmpty()) {
                played.append("  Content-Type: ").append(reply.contentType()).append('\n');
            }
            reply.headers()
                    .lines()
                    .filter(header ->
                            !header.startsWith("x-amz-request-id")
                                    && !header.startsWith("x-amz-id-2"))
                    .forEach(header -> played.append("  ").append(header).append('\n'));
            lastBody = body(reply);
            if (!lastBody.isEmpty()) {
                played.append(
                        shown(lastBody)
                                .lines()
                                .map(line -> "  | " + line + "\n")
                                .collect(Collectors.joining()));
            }
        }

        private static String body(Reply reply) throws IOException {
            if (!reply.isStreamed()) {
                return new String(reply.body(), 0, reply.length(), StandardCharsets.UTF_8);
            }
            try (InputStream bytes = reply.source().input()) {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        /** A document of one line is shown an element a line, if it has several. */
        private static String shown(String body) {
            return body.startsWith("<?xml") ? body.replace("><", ">\n<") : body;
        }
    }
}
