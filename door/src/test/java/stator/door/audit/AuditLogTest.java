package stator.door.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.door.metric.MetricsPage;
import stator.identity.Principal;
import stator.identity.account.Identities;

/** Calls as CloudTrail records them. */
class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.5Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final CallView PLAIN = new PlainView(Set.of("Invoke"), Set.of("code"));

    @TempDir private Path folder;

    private static final Principal ALICE =
            new Principal(
                    "123456789012",
                    "arn:aws:iam::123456789012:user/team/alice",
                    "AIDAEXAMPLE",
                    "",
                    "AKIAEXAMPLE",
                    "eu-west-1",
                    InetAddress.getLoopbackAddress());

    private static AuditedCall call(String operation, String type, String body, String error) {
        return new AuditedCall(
                NOW,
                "iam",
                operation,
                ALICE,
                "REQUEST",
                "POST",
                "/",
                "localhost",
                type,
                "agent \"7\"",
                false,
                body.getBytes(StandardCharsets.UTF_8),
                error,
                error.isEmpty()
                        ? new byte[0]
                        : "<Error><Message>No &quot;x&quot;.</Message></Error>"
                                .getBytes(StandardCharsets.UTF_8));
    }

    private AuditLog open(long bytesMax, int files) {
        Path path = folder.resolve("audit.log");
        return new AuditLog(new AuditLog.Place(path, bytesMax, files), Identities.NOBODY, CLOCK);
    }

    private List<Map<String, Object>> records() throws Exception {
        return Files.readAllLines(folder.resolve("audit.log")).stream()
                .map(line -> JsonTree.members(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void recordsWhoDidWhat() throws Exception {
        String form = "Action=GetUser&Version=2010-05-08&UserName=a%20b&SecretAccessKey=x";
        try (AuditLog log = open(1_000_000, 2)) {
            log.note(
                    call("GetUser", "application/x-www-form-urlencoded", form, "NoSuchEntity"),
                    PLAIN);
        }
        Map<String, Object> record = records().getFirst();
        assertEquals(
                "{type=IAMUser, principalId=AIDAEXAMPLE,"
                        + " arn=arn:aws:iam::123456789012:user/team/alice, accountId=123456789012,"
                        + " accessKeyId=AKIAEXAMPLE, userName=alice}",
                record.get("userIdentity").toString());
        assertEquals("2026-11-29T12:00:00Z", record.get("eventTime"));
        assertEquals("iam.amazonaws.com", record.get("eventSource"));
        assertEquals("GetUser", record.get("eventName"));
        assertEquals("eu-west-1", record.get("awsRegion"));
        assertEquals("127.0.0.1", record.get("sourceIPAddress"));
        assertEquals("agent \"7\"", record.get("userAgent"));
        assertEquals("NoSuchEntity", record.get("errorCode"));
        assertEquals("No \"x\".", record.get("errorMessage"));
        assertEquals(
                "{userName=a b, secretAccessKey=HIDDEN_DUE_TO_SECURITY_REASONS}",
                record.get("requestParameters").toString());
        assertEquals(true, record.get("readOnly"));
        assertEquals(true, record.get("managementEvent"));
        assertEquals("Management", record.get("eventCategory"));
        assertEquals("AwsApiCall", record.get("eventType"));
        assertEquals("123456789012", record.get("recipientAccountId"));
    }

    @Test
    void recordsNothingOfDataAndOfWhatIsHidden() throws Exception {
        try (AuditLog log = open(1_000_000, 2)) {
            log.note(call("Invoke", "application/json", "{\"a\":\"private\"}", ""), PLAIN);
            log.note(call("CreateIt", "application/json", "{\"Code\":\"private\"}", ""), PLAIN);
        }
        assertFalse(Files.readString(folder.resolve("audit.log")).contains("private"));
        assertEquals("Data", records().getFirst().get("eventCategory"));
        assertEquals(
                "{code=HIDDEN_DUE_TO_SECURITY_REASONS}",
                records().getLast().get("requestParameters").toString());
    }

    @Test
    void putsFullFilesAsideAndKeepsAsManyAsItShould() throws Exception {
        try (AuditLog log = open(5_000, 3)) {
            for (int i = 0; i < 40; i++) {
                log.note(call("Call" + i, "", "", ""), PLAIN);
            }
        }
        String last = Files.readString(folder.resolve("audit.log"));
        assertTrue(last.contains("\"Call39\""), last);
        for (String name : List.of("audit.log", "audit.log.1", "audit.log.2")) {
            assertTrue(Files.size(folder.resolve(name)) <= 5_000, name);
        }
        assertFalse(Files.exists(folder.resolve("audit.log.3")));
        String before = Files.readString(folder.resolve("audit.log.1"));
        int first = records().getFirst().toString().lastIndexOf("eventName=Call");
        assertTrue(first > 0 && before.lines().count() > 1);
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (AuditLog log = open(1_000_000, 2)) {
                log.note(call("Call" + start, "", "", ""), PLAIN);
            }
        }
        assertEquals(
                List.of("Call0", "Call1"),
                records().stream().map(record -> record.get("eventName")).toList());
    }

    /** A folder stands where the file should be. */
    @Test
    void countsWhatItCannotWriteAndSaysSoOnceItCan() throws Exception {
        Path path = folder.resolve("audit.log");
        Files.createDirectory(path);
        MetricsPage page = new MetricsPage();
        try (AuditLog log = open(1_000_000, 2)) {
            IntStream.range(0, 3).forEach(i -> log.note(call("Lost" + i, "", "", ""), PLAIN));
            for (int tries = 0; tries < 1_000 && !page.toString().contains("total{} 3"); tries++) {
                Thread.sleep(10);
                page = new MetricsPage();
                log.write(page);
            }
            Files.delete(path);
            log.note(call("Kept", "", "", ""), PLAIN);
        }
        assertTrue(page.toString().contains("stator_audit_lost_total{} 3"), page.toString());
        assertEquals("RecordsLost", records().getFirst().get("eventName"));
        assertEquals(
                "{count=Digits[text=3]}",
                records().getFirst().get("additionalEventData").toString());
        assertEquals("Kept", records().getLast().get("eventName"));
    }
}
