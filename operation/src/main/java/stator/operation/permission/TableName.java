package stator.operation.permission;

import java.util.Optional;
import stator.database.Tables;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.operation.request.ResourceArn;

/**
 * The table that an access is about, or to which what it is about belongs.
 *
 * @param name empty if it is about none
 * @param stream the label of the stream that it is about; empty if it is about none
 */
record TableName(Namespace namespace, String name, String stream) {
    static final TableName NONE = new TableName(new Namespace("", ""), "", "");

    private static final String STREAM = "/stream/";

    /** The one in an ARN. */
    static TableName in(String arn) {
        Optional<ResourceArn> parsed =
                ResourceArn.parse(arn)
                        .filter(ResourceArn::isWithinTable)
                        .filter(found -> found.service().equals("dynamodb"));
        if (parsed.isEmpty()) {
            return NONE;
        }
        ResourceArn found = parsed.get();
        int stream = found.tablePath().indexOf(STREAM);
        return new TableName(
                new Namespace(found.account(), found.region()),
                found.tableName(),
                stream < 0 ? "" : found.tablePath().substring(stream + STREAM.length()));
    }

    /** The table, if there is one. */
    Optional<Table> find(Tables tables) {
        return name.isEmpty() ? Optional.empty() : tables.find(namespace, name);
    }
}
