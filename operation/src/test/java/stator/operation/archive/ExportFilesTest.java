package stator.operation.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stator.bucket.Bucket;
import stator.bucket.MemoryBucket;

/** How the records of an export are spread over files. */
class ExportFilesTest {
    private static final Pattern COUNT = Pattern.compile("\"itemCount\":(\\d+)");

    private static List<String> counts(MemoryBucket bucket, int records) throws IOException {
        try (ExportFiles files = new ExportFiles(bucket, "data/", "id", "json")) {
            for (int i = 0; i < records; i++) {
                files.add(new byte[] {'x'}, 1);
            }
            return COUNT.matcher(files.finish()).results().map(count -> count.group(1)).toList();
        }
    }

    @Test
    void manyRecordsLieInSeveralFiles() throws IOException {
        assertEquals(List.of("100000"), counts(new MemoryBucket(), 100_000));
        assertEquals(List.of("100000", "1"), counts(new MemoryBucket(), 100_001));
    }

    @Test
    void theSameExportHasTheSameFilesAgain() throws IOException {
        MemoryBucket bucket = new MemoryBucket();
        counts(bucket, 100_001);
        List<Bucket.Entry> before = bucket.list("");
        counts(bucket, 100_001);
        assertEquals(before, bucket.list(""));
    }
}
