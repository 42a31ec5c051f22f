package stator.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people see while a command runs. */
class ProgressTest {
    @Test
    void aLineOfALogSaysHowFarItIs() {
        assertEquals(
                "export Music 25% 250 items, 1.5 KB, 125/s",
                Progress.line("export Music", Progress.ITEM, 250, 1000, 1500, 2, false));
        assertEquals(
                "import Music 1 item",
                Progress.line("import Music", Progress.ITEM, 1, 0, 0, 0, false));
    }

    @Test
    void aScreenHasABarThatIsFullAtTheEndOnly() {
        assertEquals(
                "export Music [############------------] 50% 500 items, 250/s",
                Progress.line("export Music", Progress.ITEM, 500, 1000, 0, 2, true));
        assertTrue(
                Progress.line("export Music", Progress.ITEM, 9999, 1000, 0, 2, true)
                        .contains(" 99% "));
    }

    @Test
    void aLineOnAScreenDoesNotWrap() {
        assertEquals(79, Progress.line("x".repeat(200), Progress.ITEM, 1, 2, 3, 4, true).length());
    }

    @Test
    void aScreenIsLeftCleanForTheLastWord() throws InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, true);
        try (Progress progress = Progress.start(terminal, false, "copy", 2, System::nanoTime)) {
            progress.add(1, 10);
            Thread.sleep(500);
        }
        String text = err.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("\rcopy [############------------] 50% 1 item"), text);
        assertTrue(text.endsWith("\r"), text);
    }
}
