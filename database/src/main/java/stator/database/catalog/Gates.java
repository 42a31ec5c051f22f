package stator.database.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import stator.database.item.TargetedWrite;

/** The gates of several tables, entered together. */
public final class Gates {
    private final List<TableGate> gates = new ArrayList<>(1);
    private final List<Long> stamps = new ArrayList<>(1);
    private List<Recording> recordings = List.of();

    /** A write of a table whose changes are recorded. */
    private record Recording(InFlightWrites inFlight, InFlightWrites.Entry entry) {}

    private Gates() {}

    /** Enters the gates of all tables that the writes go to. */
    public static Gates enter(List<TargetedWrite> writes) {
        List<LiveTable> tables = new ArrayList<>(1);
        for (TargetedWrite write : writes) {
            if (tables.stream()
                    .noneMatch(table -> table.gate() == LiveTable.of(write.table()).gate())) {
                tables.add(LiveTable.of(write.table()));
            }
        }
        return enterAll(tables);
    }

    /** Enters the gates of different tables. */
    public static Gates enterAll(List<LiveTable> different) {
        List<LiveTable> tables = new ArrayList<>(different);
        // In one order for everybody: a change that waits for a gate holds up those who come after
        // it, so two writers that enter in different orders could wait for each other.
        tables.sort(Comparator.comparingInt(LiveTable::space));
        Gates entered = new Gates();
        int last = -1;
        for (LiveTable table : tables) {
            assert table.space() > last : "A gate would be entered twice, or out of order";
            last = table.space();
            entered.stamps.add(table.gate().enter());
            entered.gates.add(table.gate());
        }
        entered.gates.forEach(entered::begin);
        return entered;
    }

    private void begin(TableGate gate) {
        if (gate.find().map(LiveTable::isRecorded).orElse(false)) {
            recordings = recordings.isEmpty() ? new ArrayList<>(1) : recordings;
            recordings.add(new Recording(gate.inFlight(), gate.inFlight().begin()));
        }
    }

    /** Whether one of the tables is a strongly consistent replica, which is not written alone. */
    public boolean leadToStrong() {
        return gates.stream().map(TableGate::current).anyMatch(LiveTable::isStrong);
    }

    /** The outcome of some of the writes is unknown. */
    public void doubt() {
        recordings.forEach(recording -> recording.inFlight().doubt());
    }

    /** Leaves them again. */
    public void exit() {
        assert gates.size() == stamps.size() : "A gate without its stamp";
        recordings.forEach(recording -> recording.inFlight().end(recording.entry()));
        for (int i = 0; i < gates.size(); i++) {
            gates.get(i).exit(stamps.get(i));
        }
    }
}
