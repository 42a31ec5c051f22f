package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What point-in-time recovery says and does after the clock was two days ahead, and set right. */
final class ClockSetBackTest {
    private static final Duration AHEAD = Duration.ofDays(2);

    private final TestOperations operations = new TestOperations();

    private String call(String operation, String json) {
        Response response = operations.call(operation, json.replace('\'', '"'));
        String text = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(200, response.status(), text);
        return text;
    }

    private void create(String table) {
        call(
                "CreateTable",
                "{'TableName':'"
                        + table
                        + "','BillingMode':'PAY_PER_REQUEST',"
                        + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                        + "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}]}");
    }

    private void recover(String table) {
        call(
                "UpdateContinuousBackups",
                "{'TableName':'"
                        + table
                        + "','PointInTimeRecoverySpecification':"
                        + "{'PointInTimeRecoveryEnabled':true}}");
    }

    private void put(String table, int n) {
        call(
                "PutItem",
                "{'TableName':'" + table + "','Item':{'p':{'S':'a'},'n':{'N':'" + n + "'}}}");
    }

    /** The earliest or latest time, in seconds. */
    private Instant time(String table, String which) {
        String text = call("DescribeContinuousBackups", "{'TableName':'" + table + "'}");
        Matcher matcher =
                Pattern.compile("\"" + which + "RestorableDateTime\":([0-9]+)").matcher(text);
        assertTrue(matcher.find(), text);
        return Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
    }

    private String restored(String table, String target, String time) {
        call(
                "RestoreTableToPointInTime",
                "{'SourceTableName':'"
                        + table
                        + "','TargetTableName':'"
                        + target
                        + "',"
                        + time
                        + "}");
        operations.advance(Duration.ZERO);
        return call("GetItem", "{'TableName':'" + target + "','Key':{'p':{'S':'a'}}}");
    }

    private static String item(int n) {
        return "{\"Item\":{\"p\":{\"S\":\"a\"},\"n\":{\"N\":\"" + n + "\"}}}";
    }

    @Test
    void whatWasWrittenAheadOfTimeCanBeRestored() {
        create("Before");
        recover("Before");
        put("Before", 1);
        Instant begin = time("Before", "Earliest");
        operations.advance(AHEAD);
        put("Before", 2);
        operations.advance(AHEAD.negated());
        assertEquals(begin, time("Before", "Earliest"));
        assertEquals(begin.plus(AHEAD), time("Before", "Latest"));
        put("Before", 3);
        assertEquals(item(3), restored("Before", "Latest", "'UseLatestRestorableTime':true"));
        String day = "'RestoreDateTime':" + begin.plus(Duration.ofDays(1)).getEpochSecond();
        assertEquals(item(1), restored("Before", "OneDay", day));
    }

    @Test
    void aPeriodThatBeginsAfterwardsHasNoHoles() {
        create("After");
        operations.advance(AHEAD);
        put("After", 1);
        operations.advance(AHEAD.negated());
        recover("After");
        put("After", 2);
        Instant earliest = time("After", "Earliest");
        assertEquals(earliest, time("After", "Latest"));
        String time = "'RestoreDateTime':" + earliest.getEpochSecond();
        assertEquals(item(2), restored("After", "Restored", time));
    }
}
