package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTimeTest {
    @ParameterizedTest
    @CsvSource({"350, 200, 350", "-86399800, 200, 200", "86400200, 200, 200", "100, 200, 200"})
    void aClockThatWasSetIsNotBelieved(long wall, long own, long expected) {
        assertEquals(expected, Main.startMillis(wall, own));
    }
}
