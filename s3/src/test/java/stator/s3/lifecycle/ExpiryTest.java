package stator.s3.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.bucket.MemoryRoom;
import stator.bucket.object.NewContent;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectStore;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.ObjectWalk;
import stator.door.testing.StandingClock;

/** What goes when, by rules as clients put them. */
class ExpiryTest {
    private final StandingClock clock = new StandingClock("2026-11-29T12:00:00Z");
    private final List<String> events = new ArrayList<>();
    private ObjectBucket bucket;

    @BeforeEach
    void makeBucket() throws IOException {
        ObjectStore store = ObjectStore.inMemory(MemoryRoom.UNLIMITED, clock, new Random(1));
        store.make("b", Map.of());
        bucket = store.find("b").orElseThrow();
    }

    private ObjectVersion put(String key, String text, String tags) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        if (!tags.isEmpty()) {
            attributes.put("tags", tags);
        }
        try (NewContent content = bucket.newContent()) {
            content.write(text.getBytes(StandardCharsets.UTF_8));
            content.finish();
            return bucket.put(key, content, "etag", attributes, ObjectBucket.Guard.NONE);
        }
    }

    private void rules(String... rules) throws IOException {
        StringBuilder document = new StringBuilder("<LifecycleConfiguration>");
        for (String rule : rules) {
            document.append("<Rule><ID>r</ID><Status>Enabled</Status>")
                    .append(rule)
                    .append("</Rule>");
        }
        document.append("</LifecycleConfiguration>");
        bucket.configure(Lifecycle.NAME, document.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void lookAt(String time) throws IOException {
        clock.set(time);
        Look look =
                new Look(
                        bucket,
                        Lifecycle.rules(bucket),
                        Days.REAL,
                        clock.instant(),
                        (where, event, object) -> events.add(event + " " + object.key()));
        new Expiry(look).run();
    }

    /** Each key with the sizes of its versions, the newest first; a marker has none. */
    private String there() throws IOException {
        List<String> there = new ArrayList<>();
        ObjectWalk walk = bucket.walk("", "");
        for (Optional<String> key = walk.nextKey(); key.isPresent(); key = walk.nextKey()) {
            StringBuilder versions = new StringBuilder(key.get()).append(':');
            for (ObjectVersion version : bucket.versions(key.get())) {
                versions.append(version.marker() ? "x" : Long.toString(version.size()));
            }
            there.add(versions.toString());
        }
        return String.join(" ", there);
    }

    @ParameterizedTest(name = "{0} and {1} days: {2}")
    @CsvSource({
        "2026-11-29T12:00:00Z, 1, 2026-12-01T00:00:00Z",
        "2026-11-29T00:00:00Z, 1, 2026-11-30T00:00:00Z",
        "2026-11-29T23:59:59Z, 3, 2026-12-03T00:00:00Z",
    })
    void daysEndAtTheNextMidnight(String from, int days, String end) {
        assertEquals(Instant.parse(end), Days.REAL.after(Instant.parse(from), days));
    }

    @Test
    void aDayCanBeShort() {
        Days days = new Days(Duration.ofSeconds(2));
        assertEquals(Instant.ofEpochSecond(14), days.after(Instant.ofEpochSecond(9), 2));
    }

    @Test
    void objectsOfAPrefixGoWhenTheirDaysAreOver() throws IOException {
        put("logs/1", "a", "");
        put("other", "b", "");
        rules("<Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>1</Days></Expiration>");
        lookAt("2026-11-30T23:59:59Z");
        assertEquals("logs/1:1 other:1", there());
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("other:1", there());
        assertEquals(List.of("LifecycleExpiration:Delete logs/1"), events);
    }

    @Test
    void filtersAskForTagsAndSizesToo() throws IOException {
        put("tagged", "abcd", "keep=no&x=y");
        put("small", "a", "keep=no");
        put("untagged", "abcd", "");
        rules(
                "<Filter><And><Prefix></Prefix><Tag><Key>keep</Key><Value>no</Value></Tag>"
                        + "<ObjectSizeGreaterThan>3</ObjectSizeGreaterThan>"
                        + "<ObjectSizeLessThan>5</ObjectSizeLessThan></And></Filter>"
                        + "<Expiration><Date>2026-12-01T00:00:00Z</Date></Expiration>");
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("small:1 untagged:4", there());
    }

    @Test
    void aRuleThatIsDisabledDoesNothing() throws IOException {
        put("a", "a", "");
        bucket.configure(
                Lifecycle.NAME,
                ("<LifecycleConfiguration><Rule><ID>r</ID><Status>Disabled</Status><Prefix></Prefix>"
                                + "<Expiration><Days>1</Days></Expiration></Rule>"
                                + "</LifecycleConfiguration>")
                        .getBytes(StandardCharsets.UTF_8));
        lookAt("2027-01-01T00:00:00Z");
        assertEquals("a:1", there());
    }

    @Test
    void withVersionsAMarkerComesAndOldVersionsGoLater() throws IOException {
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        put("a", "1", "");
        put("a", "22", "");
        put("a", "333", "");
        rules(
                "<Filter/><Expiration><Days>1</Days></Expiration><NoncurrentVersionExpiration>"
                        + "<NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>1"
                        + "</NewerNoncurrentVersions></NoncurrentVersionExpiration>");
        lookAt("2026-11-30T12:00:00Z");
        assertEquals("a:321", there());
        lookAt("2026-12-01T12:00:00Z");
        // The oldest has been replaced for long, and one newer one stays beside the current one.
        assertEquals("a:x32", there());
        lookAt("2026-12-03T00:00:00Z");
        assertEquals("a:x3", there());
        assertEquals(
                List.of(
                        "LifecycleExpiration:Delete a",
                        "LifecycleExpiration:DeleteMarkerCreated a",
                        "LifecycleExpiration:Delete a"),
                events);
    }

    @Test
    void markersThatHideNothingGo() throws IOException {
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        bucket.delete("lone", ObjectBucket.Guard.NONE);
        put("hidden", "1", "");
        bucket.delete("hidden", ObjectBucket.Guard.NONE);
        rules(
                "<Filter/><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>"
                        + "</Expiration>");
        lookAt("2026-11-29T12:00:01Z");
        assertEquals("hidden:x1", there());
    }

    @Test
    void whatIsPutWhileItExpiresStays() throws IOException {
        ObjectVersion seen = put("a", "1", "");
        ObjectVersion newer = put("a", "22", "");
        assertEquals(false, bucket.deleteIfSame(seen));
        assertEquals("a:2", there());
        assertEquals(true, bucket.deleteIfSame(newer));
        assertEquals("", there());
    }

    @Test
    void uploadsThatNobodyCompletesEnd() throws IOException {
        bucket.uploads().begin("big/1", Map.of());
        bucket.uploads().begin("other", Map.of());
        rules(
                "<Filter><Prefix>big/</Prefix></Filter><AbortIncompleteMultipartUpload>"
                        + "<DaysAfterInitiation>1</DaysAfterInitiation>"
                        + "</AbortIncompleteMultipartUpload>");
        lookAt("2026-11-30T23:00:00Z");
        assertEquals(2, bucket.uploads().all().size());
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("other", bucket.uploads().all().getFirst().key());
    }

    private String classOf(String key, String id) throws IOException {
        return bucket.find(key, id).orElseThrow().attribute("storage-class");
    }

    @Test
    void movesObjectsDownTheClasses() throws IOException {
        put("a", "1", "");
        put("large", "x".repeat(128 * 1024), "");
        rules(
                "<Filter><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan></Filter>"
                        + "<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition>"
                        + "<Transition><Days>3</Days><StorageClass>DEEP_ARCHIVE</StorageClass>"
                        + "</Transition><Expiration><Days>5</Days></Expiration>");
        lookAt("2026-11-30T23:59:59Z");
        assertEquals("", classOf("a", ""));
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("GLACIER", classOf("a", ""));
        assertEquals(List.of("LifecycleTransition a", "LifecycleTransition large"), events);
        lookAt("2026-12-02T00:00:00Z");
        assertEquals(2, events.size());
        lookAt("2026-12-03T00:00:00Z");
        assertEquals("DEEP_ARCHIVE", classOf("large", ""));
        assertEquals(
                "2026-11-29T12:00:00Z", bucket.find("a", "").orElseThrow().modified().toString());
        lookAt("2026-12-05T00:00:00Z");
        assertEquals("", there());
    }

    @Test
    void smallObjectsStayUnlessARuleSaysSizes() throws IOException {
        put("small", "1", "");
        put("large", "x".repeat(128 * 1024), "");
        rules(
                "<Filter/><Transition><Date>2026-12-01T00:00:00Z</Date>"
                        + "<StorageClass>STANDARD_IA</StorageClass></Transition>");
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("STANDARD_IA", classOf("large", ""));
        assertEquals("", classOf("small", ""));
    }

    @Test
    void movesVersionsThatAreNotCurrent() throws IOException {
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        ObjectVersion old = put("a", "x".repeat(128 * 1024), "");
        clock.set("2026-11-30T12:00:00Z");
        ObjectVersion current = put("a", "y".repeat(128 * 1024), "");
        rules(
                "<Filter/><NoncurrentVersionTransition><NoncurrentDays>1</NoncurrentDays>"
                        + "<StorageClass>GLACIER_IR</StorageClass></NoncurrentVersionTransition>");
        lookAt("2026-12-01T00:00:00Z");
        assertEquals("", classOf("a", old.id()));
        lookAt("2026-12-02T00:00:00Z");
        assertEquals("GLACIER_IR", classOf("a", old.id()));
        assertEquals("", classOf("a", current.id()));
    }
}
