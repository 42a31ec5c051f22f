package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionFolderTest {
    @Test
    void whatADeadServerLeftIsDeletedAndNothingElse(@TempDir Path parent) throws Exception {
        Path left = Files.createDirectories(parent.resolve("stator-functions-1/files/code"));
        Files.createFile(parent.resolve("stator-functions-1/lock"));
        Files.writeString(left.resolve("f.py"), "x");
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path others = Files.createDirectories(parent.resolve("stator-functions-of-others"));
        try (FunctionFolder first = FunctionFolder.make(parent)) {
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(others));
            Files.createDirectories(first.path());
            try (FunctionFolder second = FunctionFolder.make(parent)) {
                assertNotEquals(first.path(), second.path());
                assertTrue(Files.isDirectory(first.path()), "It lives");
            }
            assertTrue(Files.isDirectory(first.path()));
        }
        try (Stream<Path> rest = Files.list(parent)) {
            assertEquals(List.of(others), rest.toList());
        }
    }
}
