package stator.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Hears SIGTERM and SIGINT. The first asks the server to stop, the second ends the process where it
 * stands.
 *
 * <p>{@code sun.misc.Signal} is the only way to hear of a signal without dying of it. It is called
 * by reflection, because the compiler cannot be kept from warning about it.
 */
final class StopSignal {
    private static final int EXIT_FORCED = 130;

    private final CountDownLatch heard = new CountDownLatch(1);

    private StopSignal() {}

    /** Listens from now on. */
    static StopSignal listen() {
        StopSignal stop = new StopSignal();
        stop.listenTo("TERM");
        stop.listenTo("INT");
        return stop;
    }

    private void listenTo(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hearing =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                hear();
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), hearing);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java cannot hear of signals", e);
        }
    }

    private void hear() {
        if (heard.getCount() == 0) {
            Runtime.getRuntime().halt(EXIT_FORCED);
        }
        heard.countDown();
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        heard.await();
    }
}
