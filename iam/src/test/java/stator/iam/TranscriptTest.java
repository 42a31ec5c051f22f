package stator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.door.Service;
import stator.door.ServiceException;
import stator.door.testing.SentRequest;
import stator.iam.directory.Directory;
import stator.identity.Principal;
import stator.identity.account.Identities;
import stator.identity.account.IdentityStore;
import stator.identity.account.SecretSeal;

/**
 * Calls and their answers. A call is a line {@code > Action} and its members, its answer follows up
 * to an empty line. {@code -Dstator.transcripts=rewrite} writes the answers anew: then read the
 * difference.
 *
 * <p>Messages and members are those that LocalStack recorded of AWS in February 2026 (Apache
 * License 2.0), where they have it.
 */
class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/stator/iam");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-29T10:00:00.5Z"), ZoneOffset.UTC);

    private final IdentityStore records = IdentityStore.inMemory();
    private final SecretSeal seal = SecretSeal.ofProcess();

    private Service open() {
        return IamService.open(
                new Directory(records, seal, CLOCK, new SecureRandom()), Identities.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users",
                "groups",
                "roles",
                "policies",
                "profiles",
                "account",
                "validation",
                "providers",
                "simulation"
            })
    void answersAsRecorded(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        boolean rewrites = "rewrite".equals(System.getProperty("stator.transcripts"));
        List<String> played = new ArrayList<>();
        for (String part : Files.readString(file).stripTrailing().split("\n\n")) {
            String actual = play(part);
            if (!rewrites) {
                assertEquals(part, actual);
            }
            played.add(actual);
        }
        if (rewrites) {
            Files.writeString(file, String.join("\n\n", played) + "\n");
        }
    }

    /** Each call meets a service that was opened anew: so nothing is only in memory. */
    private String play(String part) {
        StringBuilder played = new StringBuilder();
        Map<String, String> members = new LinkedHashMap<>();
        String action = "";
        for (String line : part.split("\n")) {
            boolean isCall = line.startsWith("> ");
            boolean isMember = line.startsWith("    ") && line.contains("=");
            if (line.startsWith("#") || isCall || isMember) {
                played.append(line).append('\n');
            }
            if (isCall) {
                action = line.substring(2);
            } else if (isMember) {
                int equals = line.indexOf('=');
                members.put(line.substring(4, equals), line.substring(equals + 1));
            }
        }
        return (played + (action.isEmpty() ? "" : answer(action, members))).stripTrailing();
    }

    private String answer(String action, Map<String, String> members) {
        try {
            byte[] body =
                    open().answer(
                                    SentRequest.form(action, members),
                                    Principal.root("123456789012", "us-east-1"))
                            .body();
            String text = AnswerText.of(new String(body, StandardCharsets.UTF_8), action);
            return text.isEmpty() ? "done\n" : text;
        } catch (ServiceException e) {
            return AnswerText.masked(e.status() + " " + e.code() + ": " + e.getMessage() + "\n");
        }
    }
}
