package stator.server.service;

import java.util.List;
import stator.door.log.CallLog;
import stator.operation.settings.CallWatcher;

/** Tells the log of calls what DynamoDB's do. */
public record WatchedCalls(CallLog log) implements CallWatcher {
    @Override
    public void names(List<String> tables) {
        log.named(tables);
    }

    @Override
    public void spends(boolean reading, double units) {
        log.spent(reading, units);
    }
}
