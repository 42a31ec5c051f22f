package stator.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import stator.benchmark.growth.GrowthData;
import stator.benchmark.growth.GrowthWorkload;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.ResponseReader;
import stator.benchmark.workload.Dataset;
import stator.benchmark.workload.Get;
import stator.benchmark.workload.Workload;
import stator.benchmark.workload.Workloads;

class HarnessTest {
    private static final Dataset DATA = new Dataset(1_000);

    @TestFactory
    List<DynamicTest> everyWorkloadAcceptsARightAnswerAndNotAnErrorNorTheAnswerToAnotherRequest() {
        return Workloads.of(DATA).stream()
                .map(workload ->
                        DynamicTest.dynamicTest(
                                workload.name(),
                                () -> {
                                    for (int number = 0; number < 500; number++) {
                                        assertEquals(
                                                "",
                                                workload.problem(number, workload.answer(number)));
                                    }
                                    assertFalse(
                                            workload.problem(
                                                            3,
                                                            "{\"__type\":\"InternalServerError\"}")
                                                    .isEmpty());
                                    assertFalse(workload.problem(3, "").isEmpty());
                                }))
                .toList();
    }

    @Test
    void growingTablesHaveAsManyItemsInEachGroupAsInEachPartition() {
        GrowthData data = new GrowthData(2_000, 100, true);
        Map<String, Integer> counts = new HashMap<>();
        for (int item = 0; item < data.items(); item++) {
            counts.merge(GrowthData.partition(item), 1, Integer::sum);
            counts.merge(data.group(item), 1, Integer::sum);
            assertEquals(100, data.value(item).length());
        }
        assertEquals(Set.of(GrowthData.ITEMS_PER_PARTITION), Set.copyOf(counts.values()));
    }

    @Test
    void aReadOfAnotherItemOfAGrowingTableIsAWrongAnswer() {
        Workload get = GrowthWorkload.GET.over(new GrowthData(2_000, 100, false));
        assertEquals("", get.problem(1, get.answer(1)));
        assertFalse(get.problem(1, get.answer(2)).isEmpty());
    }

    @Test
    void aReadOfAnotherItemIsAWrongAnswer() {
        Get get = new Get(DATA);
        assertFalse(get.problem(1, get.answer(2)).isEmpty());
    }

    @Test
    void anItemIsAboutSevenHundredBytesByTheItemSizeRule() {
        String values = Dataset.itemJson(7).replaceAll("\"(S|N|M|SS|BOOL)\":|[{}\\[\\]\":,]", "");
        assertTrue(values.length() > 650 && values.length() < 760, "is " + values.length());
    }

    @Test
    void readsAResponseThatArrivesByteByByte() {
        String response = "HTTP/1.1 200 OK\r\nx-amz-crc32: 1\r\ncontent-length: 5\r\n\r\nhello";
        ResponseReader reader = new ResponseReader();
        for (int round = 0; round < 2; round++) {
            reader.expect(true);
            byte[] bytes = response.getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < bytes.length; i++) {
                assertEquals(i == bytes.length - 1, reader.accept(ByteBuffer.wrap(bytes, i, 1)));
            }
            assertEquals(200, reader.status());
            assertEquals("hello", reader.body());
        }
    }

    @Test
    void keepsTheBodyOfAnErrorEvenIfNobodyWantedIt() {
        ResponseReader reader = new ResponseReader();
        reader.expect(false);
        assertTrue(reader.accept(ascii("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}")));
        assertEquals(400, reader.status());
        assertEquals("{}", reader.body());
    }

    @Test
    void aSecondResponseToOneRequestIsAFailure() {
        ResponseReader reader = new ResponseReader();
        reader.expect(false);
        assertThrows(
                LoadFailure.class,
                () ->
                        reader.accept(
                                ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200")));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void percentilesAreRightToWithinTwoPercent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 10_000; micros++) {
            latencies.add(micros * 1_000L);
        }
        assertEquals(5.0, latencies.percentileMillis(0.50), 0.1);
        assertEquals(9.9, latencies.percentileMillis(0.99), 0.2);
        assertEquals(10.0, latencies.percentileMillis(1), 0.2);
    }
}
