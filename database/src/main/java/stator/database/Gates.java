package stator.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The gates of several tables, entered together. */
final class Gates {
    private final List<TableGate> gates = new ArrayList<>(1);
    private final List<Long> stamps = new ArrayList<>(1);
    private List<Recording> recordings = List.of();

    /** Writes whose changes somebody wants. */
    private record Recording(InFlightWrites inFlight, InFlightWrites.Entry entry) {}

    private Gates() {}

    /** Enters the gates of all tables that the writes go to. */
    static Gates enter(List<TargetedWrite> writes) {
        List<Table> tables = new ArrayList<>(1);
        for (TargetedWrite write : writes) {
            if (tables.stream().noneMatch(table -> table.gate() == write.table().gate())) {
                tables.add(write.table());
            }
        }
        return enterAll(tables);
    }

    /** Enters the gates of different tables. */
    static Gates enterAll(List<Table> different) {
        List<Table> tables = new ArrayList<>(different);
        // In one order for everybody: a change that waits for a gate holds up those who come after
        // it, so two writers that enter in different orders could wait for each other.
        tables.sort(Comparator.comparingInt(Table::space));
        Gates entered = new Gates();
        for (Table table : tables) {
            entered.stamps.add(table.gate().enter());
            entered.gates.add(table.gate());
        }
        entered.gates.forEach(entered::begin);
        return entered;
    }

    private void begin(TableGate gate) {
        if (gate.find().map(table -> table.recorder().isOn()).orElse(false)) {
            recordings = recordings.isEmpty() ? new ArrayList<>(1) : recordings;
            recordings.add(new Recording(gate.inFlight(), gate.inFlight().begin()));
        }
    }

    /** Whether one of the tables is a strongly consistent replica, which is not written alone. */
    boolean leadToStrong() {
        return gates.stream().map(TableGate::current).anyMatch(Table::isStrong);
    }

    /** Nobody knows what became of some of the writes. */
    void doubt() {
        recordings.forEach(recording -> recording.inFlight().doubt());
    }

    /** Leaves them again. */
    void exit() {
        recordings.forEach(recording -> recording.inFlight().end(recording.entry()));
        for (int i = 0; i < gates.size(); i++) {
            gates.get(i).exit(stamps.get(i));
        }
    }
}
