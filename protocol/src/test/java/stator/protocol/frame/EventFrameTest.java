package stator.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFrameTest {
    /** The vectors that the SDKs test their readers with. */
    @Test
    void anEmptyFrameIsAsThePublishedVector() {
        assertEquals(
                "000000100000000005c248eb7d98c8ff",
                HexFormat.of().formatHex(new EventFrame(Map.of(), new byte[0]).encoded()));
    }

    @Test
    void aFrameWithAHeaderAndAPayloadIsAsThePublishedVector() {
        byte[] payload = "{'foo':'bar'}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a"
                        + "736f6e7b27666f6f273a27626172277d8d9c08b1",
                HexFormat.of()
                        .formatHex(
                                new EventFrame(Map.of("content-type", "application/json"), payload)
                                        .encoded()));
    }

    @Test
    void aTextThatItsLengthCannotTellIsRefused() {
        new EventFrame(Map.of("a", "x".repeat(32_767)), new byte[0]).encoded();
        assertThrows(
                IllegalArgumentException.class,
                () -> new EventFrame(Map.of("a", "x".repeat(32_768)), new byte[0]));
    }
}
