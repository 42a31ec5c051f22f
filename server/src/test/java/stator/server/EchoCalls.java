package stator.server;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import stator.operation.Call;
import stator.operation.CallHandler;
import stator.operation.Response;

/**
 * Answers each call with what was called. A target that ends in {@code Slow} takes a moment on
 * another thread, {@code Held} waits until the test releases it, {@code Big} answers with a
 * megabyte and {@code Broken} throws.
 */
final class EchoCalls implements CallHandler {
    static final int BIG_BYTES = 1024 * 1024;

    final AtomicInteger begun = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);

    @Override
    public Response execute(Call call) {
        begun.incrementAndGet();
        String target = call.target().orElse("");
        try {
            if (target.endsWith("Slow")) {
                Thread.sleep(30);
            } else if (target.endsWith("Held")) {
                release.await();
            } else if (target.endsWith("Broken")) {
                throw new IllegalStateException("broken on purpose");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (target.endsWith("Big")) {
            return new Response(200, Optional.empty(), new byte[BIG_BYTES], BIG_BYTES);
        }
        if (call.refusal().isPresent()) {
            return answer(
                    400, call.refusal().get().code() + ": " + call.refusal().get().getMessage());
        }
        String body = new String(call.body(), StandardCharsets.UTF_8);
        String shown = body.length() > 1000 ? body.length() + " bytes" : body;
        return answer(
                200,
                target
                        + "|"
                        + call.principal().account()
                        + "|"
                        + call.principal().region()
                        + "|"
                        + shown);
    }

    private static Response answer(int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Response(status, Optional.empty(), bytes, bytes.length);
    }

    @Override
    public boolean mayBlock(Optional<String> target) {
        return target.filter(name -> name.endsWith("Slow") || name.endsWith("Held")).isPresent();
    }

    @Override
    public String operation(Optional<String> target) {
        return target.orElse("");
    }
}
