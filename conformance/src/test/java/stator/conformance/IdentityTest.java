package stator.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, roles, policies and sessions, with the real CLI and boto3. */
class IdentityTest {
    @TempDir private Path folder;

    /** What a user with a policy for its own items may do, and what it is told otherwise. */
    @Test
    void tutorialOfAnEnforcingServerWithTheAwsCli() throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/aws");
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "rootsecretrootsecretrootsecretrootsecret\n");
        try (ServerProcess server =
                ServerProcess.inMemory(
                        "--auth",
                        "enforce",
                        "--root-access-key-id",
                        "AKIAROOTROOTROOTROOT",
                        "--root-secret-access-key-file",
                        secret.toString())) {
            ForeignTest.run(
                    ForeignTest.folder("cli"),
                    Map.of(),
                    "/usr/bin/python3",
                    "transcript.py",
                    "identity.txt",
                    server.endpoint());
        }
    }

    @Test
    void boto3AlsoAfterARestart() throws Exception {
        ForeignTest.assumeBoto3();
        String made = folder.resolve("made").toString();
        for (int start = 1; start <= 2; start++) {
            try (ServerProcess server = ServerProcess.onDisk(folder.resolve("data"))) {
                ForeignTest.runWithBoto3(
                        "iam_test.py",
                        Map.of("STATOR_ENDPOINT", server.endpoint(), "STATOR_MADE", made));
            }
        }
    }
}
