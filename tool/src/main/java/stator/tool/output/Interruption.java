package stator.tool.output;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must still be done if somebody presses Ctrl-C: half files go, and people are told how to go
 * on. Nothing is done after {@link #close}.
 */
public final class Interruption implements AutoCloseable {
    private final Deque<Runnable> actions = new ArrayDeque<>();

    /** Guarded, as the actions, by this object; null while there is nothing to do. */
    private Thread hook;

    /** Registers what is to be done then; the last one comes first. */
    public synchronized void onInterrupt(Runnable action) {
        actions.push(action);
        if (hook == null) {
            hook = new Thread(this::run, "interruption");
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    private synchronized void run() {
        while (!actions.isEmpty()) {
            actions.pop().run();
        }
    }

    @Override
    public synchronized void close() {
        actions.clear();
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The process is on its way out; the hook finds nothing to do.
            assert actions.isEmpty();
        }
        hook = null;
    }
}
