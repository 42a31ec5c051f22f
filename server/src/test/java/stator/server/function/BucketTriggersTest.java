package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import stator.server.Configuration;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;

/** Buckets notify functions of what happens to their objects. */
class BucketTriggersTest {
    @Test
    void anObjectThatIsPutTriggersTheFunctionThatTheBucketNames() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        try (Collector collector = new Collector();
                StatorServer server = StatorServer.start(Configuration.inMemory())) {
            FunctionClient client = new FunctionClient(server.port());
            Answer created =
                    client.create(
                            "f",
                            "python3.12",
                            "f.py",
                            collector.python()
                                    + "def handler(event, context):\n"
                                    + "    r = event['Records'][0]\n"
                                    + "    tell(r['eventName'] + ' ' + r['s3']['bucket']['name'] + ' ' +"
                                    + " r['s3']['object']['key'])\n",
                            ",\"Timeout\":20");
            assertEquals(201, created.status(), created.body());
            assertEquals(200, client.s3("PUT", "/pictures", "").status());
            Answer refused = client.s3("PUT", "/pictures?notification", notification("nobody"));
            assertEquals(400, refused.status(), refused.body());
            Answer accepted = client.s3("PUT", "/pictures?notification", notification("f"));
            assertEquals(200, accepted.status(), accepted.body());
            assertEquals(200, client.s3("PUT", "/pictures/other.txt", "x").status());
            assertEquals(200, client.s3("PUT", "/pictures/cat.png", "meow").status());
            assertTrue(
                    collector
                            .await(lines -> !lines.isEmpty())
                            .getFirst()
                            .equals("ObjectCreated:Put pictures cat.png"),
                    collector.lines().toString());
        }
    }

    private static String notification(String function) {
        return "<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:"
                + function
                + "</CloudFunction><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>suffix</Name>"
                + "<Value>.png</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>"
                + "</NotificationConfiguration>";
    }
}
