package stator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.server.WireClient.Answer;

/** The web console's files, as a browser gets them. */
class ConsoleTest {
    private static final String ACCEPT_PAGES = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir Path dist;
    private StatorServer server;

    @BeforeEach
    void build() throws IOException {
        Files.createDirectory(dist.resolve("_console"));
        write("index.html", "<page>");
        write("index.html.gz", "gzipped");
        write("content-security-policy.txt", "script-src 'self'\n");
        write("_console/app-ABCD1234.js", "script");
        write("_console/app-ABCD1234.js.br", "brotli");
        write("_console/licences.txt", "licences");
        Files.writeString(dist.resolveSibling("secret.txt"), "secret");
        server = start(dist.toString());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(dist.resolve(name), text);
    }

    private static StatorServer start(String console) {
        Configuration memory = Configuration.inMemory();
        return StatorServer.start(
                new Configuration(
                        memory.network(),
                        memory.data(),
                        memory.behaviour(),
                        new Services(Services.DEFAULT_REGION, false, "", "", console)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer get(String path, String... headers) throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n")
                    .read();
        }
    }

    private static String header(Answer answer, String name) {
        return answer.headers().getOrDefault(name, "");
    }

    @Test
    void aBrowserGetsThePageAndOthersTheHealthText() throws IOException {
        Answer page = get("/", ACCEPT_PAGES);
        assertEquals("<page>", page.text());
        assertEquals("text/html; charset=utf-8", header(page, "content-type"));
        assertEquals("script-src 'self'", header(page, "content-security-policy"));
        assertEquals("nosniff", header(page, "x-content-type-options"));
        assertEquals("no-cache", header(page, "cache-control"));
        assertTrue(get("/").text().startsWith("healthy: dynamodb"));
        assertTrue(get("/", "Accept: */*").text().startsWith("healthy: dynamodb"));
    }

    @Test
    void filesComeCompressedOnceAndAreKeptByTheBrowser() throws IOException {
        String path = "/_console/app-ABCD1234.js";
        Answer file = get(path, "Accept-Encoding: gzip, deflate, br");
        assertArrayEquals("brotli".getBytes(), file.body());
        assertEquals("br", header(file, "content-encoding"));
        assertEquals("public, max-age=31536000, immutable", header(file, "cache-control"));
        assertEquals("script", new String(get(path, "Accept-Encoding: br;q=0").body()));
        Answer page = get("/", ACCEPT_PAGES, "Accept-Encoding: gzip");
        assertEquals("gzipped", page.text());
        assertEquals("no-cache", header(get("/_console/licences.txt"), "cache-control"));
    }

    @Test
    void nothingButItsFilesIsServed() throws IOException {
        for (String path :
                new String[] {
                    "/_console/../secret.txt",
                    "/_console/..%2fsecret.txt",
                    "/_console/",
                    "/_console/app-ABCD1234.js.br",
                    "/_console/none.js"
                }) {
            Answer answer = get(path);
            assertEquals(404, answer.status(), path);
            assertFalse(answer.text().contains("secret"), path);
        }
    }

    @Test
    void withoutABuildABrowserIsToldHowToGetIt() throws IOException {
        server.close();
        server = start("");
        Answer page = get("/", ACCEPT_PAGES);
        assertTrue(page.text().contains("npm run build"));
        assertTrue(header(page, "content-security-policy").startsWith("default-src 'none'"));
        assertEquals(404, get("/_console/app-ABCD1234.js").status());
    }
}
