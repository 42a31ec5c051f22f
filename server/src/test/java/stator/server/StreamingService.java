package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import stator.door.BodySource;
import stator.door.BrokenBodyException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.identity.Principal;

/**
 * Does with bodies what the path says: {@code count}, {@code echo}, {@code held} (counts once the
 * test allows it), {@code refuse} (reads nothing), {@code bytes/N}, {@code chunks/N} (of unknown
 * length) and {@code fail/N} (a source that fails at its end).
 */
final class StreamingService implements Service {
    final AtomicInteger begun = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicLong readBytes = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch broken = new CountDownLatch(1);
    private final AtomicReference<String> reason = new AtomicReference<>("");

    void awaitClosed() {
        await(closed);
    }

    void awaitBroken(String expected) {
        await(broken);
        assertEquals(expected, reason.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not happen");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        begun.incrementAndGet();
        String[] names = request.path().split("/");
        long number = names.length > 3 ? Long.parseLong(names[3]) : 0;
        try {
            return switch (names[2]) {
                case "count" -> count(request);
                case "held" -> {
                    await(release);
                    yield count(request);
                }
                case "echo" -> Reply.of(200, "", new String(request.stream().readAllBytes()));
                case "nothing" -> Reply.empty(204);
                case "bytes" -> Reply.streamed(200, "", new BodySource(new Bytes(number), number));
                case "chunks" ->
                        Reply.streamed(
                                200, "", new BodySource(new Bytes(number), BodySource.UNKNOWN));
                case "fail" ->
                        Reply.streamed(200, "", new BodySource(new Bytes(number - 1), number));
                default -> throw new ServiceException(404, "NoSuchBucket", "no");
            };
        } catch (BrokenBodyException e) {
            reason.set(e.reason().toString());
            broken.countDown();
            return Reply.of(400, "", e.reason().toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply count(Request request) throws IOException {
        long bytes = 0;
        byte[] piece = new byte[50_000];
        for (int n = request.stream().read(piece); n >= 0; n = request.stream().read(piece)) {
            bytes += n;
        }
        return Reply.of(200, "", bytes + " bytes");
    }

    private final class Bytes extends InputStream {
        private long left;

        Bytes(long count) {
            left = count;
        }

        @Override
        public int read() {
            throw new AssertionError("one by one");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + n, (byte) 'x');
            left -= n;
            readBytes.addAndGet(n);
            return n;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
