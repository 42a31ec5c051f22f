package stator.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles in the files of AWS's CLI. */
class ProfileTest {
    @TempDir private Path home;

    @BeforeEach
    void write() throws IOException {
        Path folder = Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                folder.resolve("config"),
                """
                # comment
                [default]
                region = eu-west-1
                s3 =
                    endpoint_url = http://nested
                [profile  work]
                region=us-west-2
                endpoint_url = http://localhost:9000
                """);
        Files.writeString(
                folder.resolve("credentials"),
                """
                [work]
                aws_access_key_id = A
                aws_secret_access_key = B = C
                [default]
                aws_access_key_id = D
                """);
    }

    private Profile read(String name) throws IOException {
        return Profile.read(name, Map.of("HOME", home.toString()));
    }

    @Test
    void aProfileHasTheSettingsOfBothFiles() throws IOException {
        Profile work = read("work");
        assertTrue(work.exists());
        assertEquals(Optional.of("us-west-2"), work.find("region"));
        assertEquals(Optional.of("http://localhost:9000"), work.find("endpoint_url"));
        assertEquals(Optional.of(new Credentials("A", "B = C")), Credentials.of(work));
    }

    @Test
    void halfCredentialsAreNone() throws IOException {
        Profile other = read(Profile.DEFAULT);
        assertEquals(Optional.of("eu-west-1"), other.find("region"));
        assertEquals(Optional.empty(), other.find("endpoint_url"));
        assertEquals(Optional.empty(), Credentials.of(other));
    }

    @Test
    void aProfileThatIsInNoFileDoesNotExist() throws IOException {
        assertFalse(read("nobody").exists());
    }
}
