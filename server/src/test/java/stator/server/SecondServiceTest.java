package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.door.metric.CallMetrics;
import stator.http.HttpServer;
import stator.identity.Principal;
import stator.operation.DynamoDbService;

/** Another service is one class and one line, and the AWS CLI reaches it by the same port. */
class SecondServiceTest {
    private static final Path AWS = Path.of("/usr/bin/aws");

    private final AtomicInteger opened = new AtomicInteger();
    private HttpServer http;
    private int port;

    /** Tells who calls, in the query protocol, and refuses everything else. */
    private static final class WhoCalls implements Service {
        static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

        @Override
        public Reply answer(Request request, Principal principal) {
            String form = new String(request.body(), StandardCharsets.UTF_8);
            if (!form.contains("Action=GetCallerIdentity")) {
                throw new ServiceException(400, "InvalidAction", "Could not find the operation");
            }
            String body =
                    "<GetCallerIdentityResponse xmlns=\"%s\"><GetCallerIdentityResult>"
                                    .formatted(NAMESPACE)
                            + "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
                                    .formatted(
                                            principal.arn(),
                                            principal.userId(),
                                            principal.account())
                            + "</GetCallerIdentityResult></GetCallerIdentityResponse>";
            return Reply.of(200, "text/xml", body).ended("GetCallerIdentity", "");
        }
    }

    @BeforeEach
    void start() {
        Configuration configuration = Configuration.inMemory();
        CallMetrics metrics = new CallMetrics(DynamoDbService.NAME);
        List<Nameplate> services =
                List.of(
                        DynamoDbService.nameplate(() -> new DynamoDbService(new EchoCalls())),
                        Nameplate.of(
                                "sts",
                                Marks.none().version("2011-06-15"),
                                new ErrorForm.QueryXml(WhoCalls.NAMESPACE),
                                this::open));
        http =
                new HttpServer(
                        StatorServer.door(configuration, services, metrics),
                        configuration.network().limits(),
                        Clock.systemUTC(),
                        new Random(1));
        port = StatorServer.listen(http, configuration.network().listen()).getFirst().getPort();
    }

    private Service open() {
        opened.incrementAndGet();
        return new WhoCalls();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    private record Ran(int status, String output) {}

    private Ran aws(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(AWS.toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--endpoint-url", "http://127.0.0.1:" + port));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment()
                .putAll(
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "123456789012",
                                "AWS_SECRET_ACCESS_KEY", "secret",
                                "AWS_DEFAULT_REGION", "eu-west-1",
                                "AWS_MAX_ATTEMPTS", "1",
                                "AWS_EC2_METADATA_DISABLED", "true",
                                "AWS_PAGER", ""));
        Process started = process.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(started.waitFor(1, TimeUnit.MINUTES));
        return new Ran(started.exitValue(), output);
    }

    @Test
    void theCommandLineOfAwsReachesIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(AWS), "The AWS CLI is not installed");
        assertEquals(0, opened.get(), "A service that nobody asked for is not opened");
        Ran answered = aws("sts", "get-caller-identity", "--query", "[Account,Arn]");
        assertEquals(0, answered.status(), answered.output());
        assertTrue(answered.output().contains("123456789012"), answered.output());
        assertTrue(answered.output().contains("arn:aws:iam::123456789012:root"), answered.output());
        assertEquals(1, opened.get());
    }

    @Test
    void itsErrorsHaveItsOwnForm() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(AWS), "The AWS CLI is not installed");
        Ran refused = aws("sts", "get-session-token");
        assertFalse(refused.status() == 0, refused.output());
        assertTrue(refused.output().contains("(InvalidAction)"), refused.output());
        assertTrue(refused.output().contains("Could not find the operation"), refused.output());
    }
}
