package stator.operation.replica;

import java.util.Optional;
import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * The settings replication mode of a table. A table of its own has the one that it was given: it
 * says whether replicas in other accounts may be made from it. Replicas in one account are always
 * in the mode that lets some settings differ.
 */
public final class SettingsReplication {
    private static final String MEMBER = "GlobalTableSettingsReplicationMode";
    private static final String OF_REPLICAS = "ENABLED_WITH_OVERRIDES";
    private static final TableSetting<String> SETTING = TableSetting.text("SettingsReplication");

    private SettingsReplication() {}

    /** A table with what a request says of it. */
    public static TableDescription apply(Struct request, TableDescription table) {
        Optional<String> mode = request.findString(MEMBER);
        if (mode.isEmpty()) {
            return table;
        }
        if (mode.get().equals(OF_REPLICAS) || Replication.of(table).isPresent()) {
            throw ApiException.validation(
                    MEMBER
                            + " of a table that is no global table can be ENABLED or DISABLED, that"
                            + " of a global table cannot be changed");
        }
        return SETTING.in(table, mode.get());
    }

    static void write(TableDescription table, ResponseWriter response) {
        Optional<Replication> replication = Replication.of(table);
        if (replication.isEmpty()) {
            SETTING.of(table).ifPresent(mode -> response.member(MEMBER, mode));
        } else if (replication.get().version().equals(Replication.CURRENT)) {
            writeOfReplica(response);
        }
    }

    static void writeOfReplica(ResponseWriter response) {
        response.member(MEMBER, OF_REPLICAS);
    }
}
