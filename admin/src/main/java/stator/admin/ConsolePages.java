package stator.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stator.door.Reply;
import stator.door.Request;

/**
 * The files of the web console: its page at {@code /}, for browsers, and what the page loads below
 * {@code /_console/}. Their names contain a hash of what they contain, so a browser asks for each
 * of them once.
 *
 * <p>Every file was compressed when it was built; nothing is read before somebody asks for it, and
 * what was read is kept. Where there are no such files, a browser is told how to get them.
 */
final class ConsolePages {
    static final String FILES = "/_console/";

    private static final String PAGE = "index.html";
    private static final String POLICY_FILE = "content-security-policy.txt";
    private static final String UNBUILT_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String UNBUILT =
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Stator</title>
            <h1>Stator is running</h1>
            <p>The web console is not built. With Node.js 18 or newer and npm:
            <pre>cd console &amp;&amp; npm ci &amp;&amp; npm run build</pre>
            <p>in the sources, then start <code>./stator</code> again; or start with
            <code>STATOR_CONSOLE=/path/to/console/dist</code>.
            </html>
            """;

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "txt", "text/plain; charset=utf-8");

    /**
     * The codings in which each file is there, the smallest first, and what their names end with.
     */
    private static final List<Coding> CODINGS =
            List.of(new Coding("br", ".br"), new Coding("gzip", ".gz"));

    private record Coding(String token, String ending) {}

    private final Optional<Path> directory;

    /** What was read; no more than there are files. */
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    /**
     * @param directory of the built console; empty if there is none
     */
    ConsolePages(String directory) {
        this.directory =
                Optional.of(directory)
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .filter(path -> Files.isRegularFile(path.resolve(PAGE)));
    }

    /** The answer to a request of a browser for the page, or to any for a file; otherwise empty. */
    Optional<Reply> answer(Request request) {
        String path = request.path();
        boolean wantsPage = path.equals("/") && accepts(request, "accept", "text/html");
        boolean wantsFile = path.startsWith(FILES);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads || !(wantsPage || wantsFile)) {
            return Optional.empty();
        }
        if (directory.isEmpty()) {
            return wantsFile ? Optional.empty() : Optional.of(unbuilt());
        }
        String name = wantsPage ? PAGE : path.substring(1);
        return isName(name) ? file(request, directory.get(), name) : Optional.empty();
    }

    /** Whether this is the name of a file here, and not a way out of the directory. */
    private static boolean isName(String name) {
        return name.matches("(_console/)?[A-Za-z0-9_-]+\\.(html|js|css|txt)");
    }

    private Optional<Reply> file(Request request, Path from, String name) {
        for (Coding coding : CODINGS) {
            if (accepts(request, "accept-encoding", coding.token())) {
                Optional<byte[]> bytes = bytes(from, name + coding.ending());
                if (bytes.isPresent()) {
                    return bytes.map(found -> reply(from, name, found))
                            .map(reply -> reply.withHeader("Content-Encoding", coding.token()));
                }
            }
        }
        return bytes(from, name)
                .map(found -> reply(from, name, found).withHeader("Content-Encoding", "identity"));
    }

    private Reply reply(Path from, String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        boolean page = name.equals(PAGE);
        String policy =
                bytes(from, POLICY_FILE)
                        .map(text -> new String(text).strip())
                        .orElse(UNBUILT_POLICY);
        boolean lasting = name.matches(".*-[A-Z0-9]{8}\\.(js|css)");
        return guarded(Reply.of(200, type, bytes, bytes.length), policy)
                .withHeader("Vary", page ? "Accept, Accept-Encoding" : "Accept-Encoding")
                .withHeader(
                        "Cache-Control",
                        lasting ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static Reply unbuilt() {
        return guarded(Reply.of(200, TYPES.get("html"), UNBUILT), UNBUILT_POLICY)
                .withHeader("Cache-Control", "no-store");
    }

    private static Reply guarded(Reply reply, String policy) {
        return reply.withHeader("Content-Security-Policy", policy)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cross-Origin-Opener-Policy", "same-origin")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private Optional<byte[]> bytes(Path from, String name) {
        byte[] known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Path file = from.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            read.put(name, bytes);
            return Optional.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a header lists a word, and does not refuse it with {@code q=0}. */
    private static boolean accepts(Request request, String header, String word) {
        for (String part : request.header(header).orElse("").split(",")) {
            String[] words = part.strip().split("\\s*;\\s*");
            if (words[0].equalsIgnoreCase(word)) {
                return words.length < 2 || !words[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
