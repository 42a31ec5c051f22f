package stator.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stator.identity.Credentials;
import stator.tool.client.Endpoint;
import stator.tool.client.ToolException;

/** Where commands go, and as whom. */
class CommonOptionsTest {
    @TempDir private Path home;

    private final Map<String, String> environment = new HashMap<>();

    private Endpoint endpoint(String... arguments) {
        environment.put("HOME", home.toString());
        CommonOptions options = new CommonOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.endpoint(environment);
    }

    @Test
    void nothingIsNeededForAServerOnThisMachine() {
        Endpoint endpoint = endpoint();
        assertEquals(URI.create("http://localhost:8000"), endpoint.uri());
        assertEquals("us-east-1", endpoint.region());
        assertEquals("localhost:8000", endpoint.host());
        assertEquals("127.0.0.1:9", endpoint("--endpoint-url", "http://127.0.0.1:9").host());
    }

    @Test
    void awsIsMeantOnlyIfThatIsSaid() {
        environment.put("AWS_ACCESS_KEY_ID", "A");
        environment.put("AWS_SECRET_ACCESS_KEY", "B");
        environment.put("AWS_DEFAULT_REGION", "eu-west-1");
        assertEquals("localhost", endpoint().uri().getHost());
        Endpoint aws = endpoint("--aws", "--region", "ap-south-1");
        assertEquals("https://dynamodb.ap-south-1.amazonaws.com", aws.uri().toString());
        assertEquals("dynamodb.ap-south-1.amazonaws.com", aws.host());
        assertEquals(new Credentials("A", "B"), aws.credentials());
    }

    @Test
    void variablesOfTheEnvironmentNameTheEndpoint() {
        environment.put("AWS_ENDPOINT_URL", "http://localhost:1");
        assertEquals(1, endpoint().uri().getPort());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:2");
        assertEquals(2, endpoint().uri().getPort());
        assertEquals(3, endpoint("--endpoint-url", "http://localhost:3").uri().getPort());
    }

    @Test
    void aNamedProfileWinsOverTheEnvironment() throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                home.resolve(".aws/credentials"),
                "[work]\naws_access_key_id=W\naws_secret_access_key=X\nregion=us-west-2\n");
        environment.put("AWS_ACCESS_KEY_ID", "A");
        environment.put("AWS_SECRET_ACCESS_KEY", "B");
        assertEquals("W", endpoint("--profile", "work").credentials().accessKey());
        assertEquals("us-west-2", endpoint("--profile", "work").region());
        assertEquals("A", endpoint().credentials().accessKey());
    }

    @Test
    void whatIsMissingIsSaid() {
        assertSays("No region is set. Add --region.", "--endpoint-url", "https://example.com");
        assertSays("There are no credentials", "--aws", "--region", "eu-west-1");
        assertSays("There is no profile 'x'", "--profile", "x");
        assertSays("This is no endpoint: localhost:8000.", "--endpoint-url", "localhost:8000");
        assertSays("This is no endpoint: http://a b", "--endpoint-url", "http://a b");
        assertSays("contradict", "--aws", "--endpoint-url", "http://localhost:1");
        assertSays("--aws needs a region", "--aws");
    }

    private void assertSays(String expected, String... arguments) {
        String message = assertThrows(ToolException.class, () -> endpoint(arguments)).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
