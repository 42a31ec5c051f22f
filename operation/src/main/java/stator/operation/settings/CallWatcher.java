package stator.operation.settings;

import java.util.List;

/** Is told what a call does, while it does it, by the thread that executes it. Thread-safe. */
public interface CallWatcher {
    /** Nobody. */
    CallWatcher NONE =
            new CallWatcher() {
                @Override
                public void names(List<String> tables) {}

                @Override
                public void spends(boolean reading, double units) {}
            };

    /** The call's request names tables, which may or may not be there. */
    void names(List<String> tables);

    /** The call consumed capacity units, of whatever table or index. */
    void spends(boolean reading, double units);
}
