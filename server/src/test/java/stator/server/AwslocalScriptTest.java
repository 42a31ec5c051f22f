package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that is the AWS CLI against this machine, with a CLI that tells what it was asked. */
class AwslocalScriptTest {
    @TempDir Path folder;

    @BeforeEach
    void install() throws IOException {
        cli("2.9.19");
    }

    private void cli(String version) throws IOException {
        Path cli = folder.resolve("aws");
        Files.writeString(
                cli,
                "#!/bin/sh\nif [ \"$1\" = --version ]; then echo aws-cli/"
                        + version
                        + " Python/3; exit; fi\n"
                        + "echo \"$AWS_ACCESS_KEY_ID $AWS_DEFAULT_REGION $*\"\n");
        cli.toFile().setExecutable(true);
    }

    private String run(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder script =
                new ProcessBuilder("sh", "src/distribution/bin/awslocal").redirectErrorStream(true);
        script.command().addAll(List.of(arguments));
        script.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        script.environment().put("PATH", folder + ":/usr/bin:/bin");
        script.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        script.environment().putAll(environment);
        Process started = script.start();
        return new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theEndpointAndWhatIsMissingAreAdded() throws IOException {
        String expected =
                "test us-east-1 --endpoint-url http://localhost:4566 --cli-binary-format"
                        + " raw-in-base64-out dynamodb list-tables";
        assertEquals(expected, run(Map.of(), "dynamodb", "list-tables"));
        assertEquals(
                expected, run(Map.of(), "dynamodb", "list-tables"), "The version is remembered");
    }

    @Test
    void versionOneIsNotToldWhatItDoesNotKnow() throws IOException {
        cli("1.45.11");
        assertEquals(
                "test us-east-1 --endpoint-url http://localhost:4566 s3 ls",
                run(Map.of(), "s3", "ls"));
    }

    @Test
    void whatWasChosenIsKept() throws IOException {
        assertEquals(
                "me eu-west-1 --cli-binary-format raw-in-base64-out s3 ls --endpoint-url http://h:1",
                run(
                        Map.of("AWS_ACCESS_KEY_ID", "me", "AWS_REGION", "eu-west-1"),
                        "s3",
                        "ls",
                        "--endpoint-url",
                        "http://h:1"));
        assertEquals(
                "test us-east-1 --endpoint-url http://localhost:8000 --cli-binary-format"
                        + " raw-in-base64-out s3 ls",
                run(Map.of("AWS_ENDPOINT_URL", "http://localhost:8000"), "s3", "ls"));
    }
}
