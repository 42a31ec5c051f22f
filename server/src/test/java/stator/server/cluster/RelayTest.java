package stator.server.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.door.BodySource;
import stator.door.BrokenBodyException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.testing.SentRequest;
import stator.http.MemoryBudget;
import stator.relay.DoorAddress;
import stator.relay.Inside;
import stator.relay.NotBegunException;
import stator.relay.OutcomeUnknownException;
import stator.relay.RelayClient;
import stator.server.storage.InnerPlace;

/** Requests on their way from one server to another, and what is known when they do not arrive. */
@Timeout(60)
class RelayTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final int MEMORY_BYTES = 64 << 20;
    private static final int PIECES = 40;

    private final MemoryBudget budget = new MemoryBudget(MEMORY_BYTES);
    private Function<Request, Optional<Reply>> holder = request -> Optional.empty();
    private final InnerDoor door =
            InnerDoor.open(
                    InnerPlace.LOOPBACK,
                    new Inside() {
                        @Override
                        public Optional<Reply> answerAsHolder(Request request) {
                            return holder.apply(request);
                        }

                        @Override
                        public Reply overloaded(Request head) {
                            return Reply.of(503, "", "full");
                        }
                    },
                    SECRET,
                    budget,
                    Clock.systemUTC());
    private final RelayClient client = new RelayClient(door.address(), SECRET);

    @AfterEach
    void end() {
        client.abandon();
        door.close();
        // Only what a call still held that was cut off may be missing: it ends with its thread.
        long start = System.nanoTime();
        while (!isAllGivenBack() && System.nanoTime() - start < 10_000_000_000L) {
            Thread.onSpinWait();
        }
        assertTrue(isAllGivenBack(), "memory of requests was not given back");
    }

    private boolean isAllGivenBack() {
        boolean isFree = budget.tryReserve(MEMORY_BYTES / 8 * 7);
        if (isFree) {
            budget.release(MEMORY_BYTES / 8 * 7);
        }
        return isFree;
    }

    private static String text(Reply reply) {
        return new String(reply.body(), 0, reply.length(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SentRequest whole(String method, byte[] body) {
        return begun(method).withBody(body);
    }

    private static SentRequest streamed(InputStream body) {
        return begun("PUT").withStream(body);
    }

    /** As a server has it that stands by. */
    private static SentRequest begun(String method) {
        return new SentRequest(method, "/a//b%20c?d=e")
                .securelyFrom("192.0.2.7")
                .with("Host", "db.example:8000")
                .with("Authorization", "AWS4-HMAC-SHA256 Credential=a/b");
    }

    /** So many bytes, and then a failure. */
    private static InputStream breaking(int bytes, IOException failure) {
        return new InputStream() {
            private int left = bytes;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw failure;
                }
                return 1;
            }
        };
    }

    @Test
    void theHolderSeesTheRequestAsTheClientSentIt() throws Exception {
        holder =
                request -> {
                    StringBuilder seen = new StringBuilder();
                    request.forEachHeader(
                            (name, value) -> seen.append(name + "=" + value).append(' '));
                    return Optional.of(
                            Reply.of(
                                            201,
                                            "text/x",
                                            String.join(
                                                    " ",
                                                    request.method(),
                                                    request.uri(),
                                                    request.source().getHostAddress(),
                                                    request.isSecure() + "",
                                                    request.id(),
                                                    seen + new String(request.body())))
                                    .withHeader("x-a", "b")
                                    .ended("Op", "Err")
                                    .thenClose());
                };
        Reply reply = client.call(whole("POST", bytes("körper")));
        assertEquals(
                "POST /a//b%20c?d=e 192.0.2.7 true "
                        + SentRequest.ID
                        + " Host=db.example:8000 Authorization=AWS4-HMAC-SHA256 Credential=a/b körper",
                text(reply));
        assertEquals(201, reply.status());
        assertEquals("text/x", reply.contentType());
        assertEquals("x-a: b\r\n", reply.headers());
        assertEquals("Op Err", reply.operation() + " " + reply.error());
        assertTrue(reply.close());
        assertFalse(reply.isStreamed());
    }

    @Test
    void undoesTheCodingOfABody() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes("unpacked"));
        }
        holder =
                request -> {
                    try {
                        return Optional.of(Reply.of(200, "", new String(request.content())));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        SentRequest request = whole("POST", packed.toByteArray());
        assertEquals("unpacked", text(client.call(request.with("content-encoding", "gzip"))));
    }

    @Test
    void manyCallsAtOnceAreNotMixedUp() {
        holder = request -> Optional.of(Reply.of(200, "", new String(request.body())));
        List<CompletableFuture<String>> answers =
                IntStream.range(0, 200)
                        .mapToObj(number ->
                                CompletableFuture.supplyAsync(() -> {
                                    try {
                                        return text(client.call(whole("POST", bytes(number + ""))));
                                    } catch (NotBegunException | OutcomeUnknownException e) {
                                        throw new AssertionError(e);
                                    }
                                }))
                        .toList();
        assertEquals(
                IntStream.range(0, 200)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ")),
                answers.stream().map(CompletableFuture::join).collect(Collectors.joining(" ")));
    }

    @Test
    void bodiesOfAnyLengthPassBothWays() throws Exception {
        byte[] body = new byte[PIECES * 100_000];
        new Random(7).nextBytes(body);
        holder =
                request -> {
                    try {
                        byte[] got = request.stream().readAllBytes();
                        return Optional.of(
                                Reply.streamed(
                                        200,
                                        "",
                                        new BodySource(new ByteArrayInputStream(got), got.length)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        for (int again = 0; again < 3; again++) {
            Reply reply = client.call(streamed(new ByteArrayInputStream(body)));
            assertEquals(body.length, reply.source().length());
            try (InputStream input = reply.source().input()) {
                assertArrayEquals(body, input.readAllBytes());
            }
        }
    }

    @Test
    void aBodyThatNobodyWantsIsNotRead() throws Exception {
        holder = request -> Optional.of(Reply.of(403, "", "no"));
        InputStream untouched =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("it was read");
                    }
                };
        assertEquals(403, client.call(streamed(untouched)).status());
        assertEquals(403, client.call(whole("POST", bytes("next"))).status());
    }

    @Test
    void theHolderLearnsThatAClientBrokeOff() throws Exception {
        holder =
                request -> {
                    try {
                        request.stream().readAllBytes();
                        return Optional.of(Reply.of(200, "", "whole"));
                    } catch (BrokenBodyException e) {
                        return Optional.of(Reply.of(400, "", e.reason().toString()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        InputStream breaking =
                breaking(100_000, new BrokenBodyException(BrokenBodyException.Cause.TOO_SLOW));
        assertEquals("TOO_SLOW", text(client.call(streamed(breaking))));
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForTheWhole() throws Exception {
        holder =
                request ->
                        Optional.of(
                                Reply.streamed(
                                        200,
                                        "",
                                        new BodySource(
                                                breaking(70_000, new IOException("broken disk")),
                                                BodySource.UNKNOWN)));
        Reply reply = client.call(whole("GET", bytes("")));
        assertThrows(IOException.class, () -> reply.source().input().readAllBytes());
    }

    @Test
    void theAnswerToHeadHasALengthAndNoBody() throws Exception {
        holder =
                request ->
                        Optional.of(
                                Reply.streamed(
                                        200,
                                        "",
                                        new BodySource(InputStream.nullInputStream(), 12345)));
        for (int again = 0; again < 2; again++) {
            Reply reply = client.call(whole("HEAD", bytes("")));
            assertEquals(12345, reply.source().length());
            assertEquals(0, reply.source().input().readAllBytes().length);
        }
    }

    @Test
    void whoIsNotTheHolderRefusesAndHasBegunNothing() {
        assertNotBegun(client);
    }

    @Test
    void aHolderThatDiesLeavesTheOutcomeUnknown() throws Exception {
        assertOutcomeIsUnknownAfter(door::close);
        assertNotBegun(client);
    }

    @Test
    void whoWaitsForAHolderThatIsReplacedIsTold() throws Exception {
        assertOutcomeIsUnknownAfter(client::abandon);
    }

    /**
     * @param end of the connection, while the holder is at work
     */
    private void assertOutcomeIsUnknownAfter(Runnable end) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        holder =
                request -> {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.of(Reply.empty(200));
                };
        CompletableFuture<Reply> call = callInBackground();
        begun.await();
        end.run();
        ExecutionException told = assertThrows(ExecutionException.class, call::get);
        assertEquals(OutcomeUnknownException.class, told.getCause().getClass());
        never.countDown();
    }

    private static void assertNotBegun(RelayClient caller) {
        assertThrows(NotBegunException.class, () -> caller.call(whole("POST", bytes("write"))));
    }

    private CompletableFuture<Reply> callInBackground() {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(client.call(whole("POST", bytes("write"))));
                    } catch (NotBegunException | OutcomeUnknownException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    @Test
    void whoDoesNotKnowTheSecretIsNotLetIn() {
        holder = request -> Optional.of(Reply.empty(200));
        RelayClient stranger = new RelayClient(door.address(), new byte[] {9, 9, 9});
        assertNotBegun(stranger);
        assertFalse(door.hasVisitors());
    }

    @Test
    void whoIsNotTheOneInTheStoreGetsNothing() {
        holder = request -> Optional.of(Reply.empty(200));
        DoorAddress real = door.address();
        DoorAddress other = new DoorAddress(real.host(), real.port(), "0".repeat(64));
        RelayClient mistaken = new RelayClient(other, SECRET);
        assertNotBegun(mistaken);
    }

    @Test
    void aRequestForWhichThereIsNoMemoryIsRefused() throws Exception {
        holder = request -> Optional.of(Reply.empty(200));
        assertTrue(budget.tryReserve(MEMORY_BYTES / 8 * 7 - 100));
        assertTrue(budget.tryReserve(1000));
        byte[] body = new byte[3_000_000];
        assertEquals(503, client.call(whole("POST", body)).status());
        budget.release(MEMORY_BYTES / 8 * 7 - 100 + 1000);
        assertEquals(200, client.call(whole("POST", body)).status());
    }

    @Test
    void anAddressStandsInTheStoreAsOneText() {
        DoorAddress address = new DoorAddress("fd00::1", 7700, "ab".repeat(32));
        assertEquals(Optional.of(address), DoorAddress.parse(address.text()));
        assertEquals("[fd00::1]:7700", address.toString());
        for (String none : List.of("", "a 1", "a 0 " + "ab".repeat(32), "a 1 xy", " 1 2")) {
            assertEquals(Optional.empty(), DoorAddress.parse(none), none);
        }
    }
}
