package stator.server.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.identity.account.SecretSeal;
import stator.server.security.KeyFile;
import stator.server.security.KeyFileException;
import stator.storage.SharedStore;

/** The key of secrets of several servers. */
class ClusterSealTest {
    private static final String NAME = "of a user";
    private static final byte[] SECRET = {1, 2, 3};

    private final SharedStore shared = new SharedMemory().asSeen();

    @TempDir private Path directory;

    private ClusterSeal with(String file) {
        return ClusterSeal.of(shared, Optional.of(file(file)), file("none"));
    }

    private ClusterSeal without(String before) {
        return ClusterSeal.of(shared, Optional.empty(), file(before));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static void opensWhatTheOtherSealed(SecretSeal one, SecretSeal other) throws Exception {
        assertArrayEquals(SECRET, other.open(NAME, one.seal(NAME, SECRET)));
    }

    @Test
    void allServersHaveTheKeyInTheStore() throws Exception {
        opensWhatTheOtherSealed(without("none").get(), without("none").get());
    }

    @Test
    void aKeyFromBeforeGoesIntoTheStore() throws Exception {
        SecretSeal before = KeyFile.open(file("identity.key"));
        opensWhatTheOtherSealed(before, without("identity.key").get());
        opensWhatTheOtherSealed(before, without("none").get());
    }

    @Test
    void serversWithTheSameFileAreLetIn() throws Exception {
        opensWhatTheOtherSealed(with("a").get(), with("a").get());
    }

    @Test
    void aServerWithAnotherFileIsRefused() {
        with("a").get();
        KeyFileException refused = assertThrows(KeyFileException.class, () -> with("b"));
        assertTrue(refused.getMessage().contains("another key than that of " + file("b")));
    }

    @Test
    void aServerWithoutTheFileIsRefused() {
        with("a").get();
        KeyFileException refused = assertThrows(KeyFileException.class, () -> without("none"));
        assertTrue(refused.getMessage().contains("--auth-key-file"), refused.getMessage());
    }

    @Test
    void aFileIsRefusedWhereTheKeyIsInTheStore() {
        without("none").get();
        assertThrows(KeyFileException.class, () -> with("a"));
    }
}
