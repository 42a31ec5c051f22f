package stator.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a warden starts something at all. */
class WardenTest {
    @TempDir private Path folder;

    private int run(long server, Path made) throws Exception {
        Optional<Warden> warden = Warden.ofThisMachine();
        assumeTrue(warden.isPresent(), "This machine cannot have one");
        Path bootstraps = Bootstraps.writeTo(folder.resolve("runtime"), Path.of("")).folder();
        List<String> command = new ArrayList<>(warden.get().command(bootstraps, server));
        command.addAll(List.of("/bin/sh", "-c", ": >" + made));
        return new ProcessBuilder(command).start().waitFor();
    }

    @Test
    void nothingIsStartedForAServerThatIsGone() throws Exception {
        Path made = folder.resolve("made");
        Process gone = new ProcessBuilder("/bin/sh", "-c", "exit").start();
        gone.waitFor();
        assertEquals(1, run(gone.pid(), made));
        assertFalse(Files.exists(made));
        assertEquals(0, run(ProcessHandle.current().pid(), made));
        assertTrue(Files.exists(made));
    }
}
