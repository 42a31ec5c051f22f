package stator.door.log;

import java.util.List;
import stator.identity.Principal;

/**
 * What is found out about a call while it is executed. It belongs to the thread that executes the
 * call.
 */
public final class CallDraft {
    /** Of a call that nobody looks at; it is shared, so nothing is put into it. */
    static final CallDraft NONE = new CallDraft(0);

    final long startMillis;
    private Principal caller;
    private List<String> tables = List.of();
    private double readUnits;
    private double writeUnits;

    CallDraft(long startMillis) {
        this.startMillis = startMillis;
    }

    /** Who calls, once that is known. */
    public void recognised(Principal principal) {
        if (this != NONE) {
            caller = principal;
        }
    }

    void named(List<String> names) {
        tables = names;
    }

    void spent(boolean reading, double units) {
        if (reading) {
            readUnits += units;
        } else {
            writeUnits += units;
        }
    }

    LoggedCall ended(long sequence, EndedCall end) {
        return new LoggedCall(
                sequence,
                startMillis,
                end.nanos(),
                end.requestId(),
                end.service(),
                end.operation(),
                tables,
                end.path(),
                caller == null ? Principal.unknown(end.source()) : caller,
                end.client(),
                end.status(),
                end.error(),
                readUnits,
                writeUnits,
                end.requestBytes(),
                end.answerBytes(),
                end.body());
    }
}
