package stator.tool.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.model.AttributeType;
import stator.protocol.ResponseWriter;

/**
 * What a command needs to know of a table.
 *
 * @param name as it was asked for, which may be an ARN
 * @param keys the attributes of the primary key, the partition key first
 * @param types of all attributes that are keys, of the table or of an index
 * @param items about how many there are; AWS counts them every six hours
 */
public record TableInfo(
        String name, List<String> keys, Map<String, AttributeType> types, long items, String arn) {
    private static final int NAMES_SHOWN = 10;

    /**
     * Asks the service.
     *
     * @throws ToolException if there is no such table; the message tells which there are
     */
    public static TableInfo describe(DynamoDb service, String name) throws InterruptedException {
        Answer table;
        try {
            table = service.call("DescribeTable", request(name)).at("Table");
        } catch (ServiceException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            throw new ToolException(
                    "There is no table '" + name + "' at " + service.endpoint() + others(service));
        }
        Map<String, AttributeType> types = new LinkedHashMap<>();
        for (Answer definition : table.at("AttributeDefinitions").elements()) {
            types.put(
                    definition.at("AttributeName").text().orElseThrow(),
                    AttributeType.valueOf(definition.at("AttributeType").text().orElseThrow()));
        }
        List<String> keys =
                table.at("KeySchema").elements().stream()
                        .map(key -> key.at("AttributeName").text().orElseThrow())
                        .toList();
        return new TableInfo(
                name,
                keys,
                types,
                table.at("ItemCount").number(),
                table.at("TableArn").text().orElse(""));
    }

    /** {@code {"TableName":"…"}}. */
    public static String request(String name) {
        return new ResponseWriter(64)
                .startObject()
                .member("TableName", name)
                .endObject()
                .toString();
    }

    private static String others(DynamoDb service) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Answer name : service.call("ListTables", "{}").at("TableNames").elements()) {
            name.text().ifPresent(names::add);
        }
        if (names.isEmpty()) {
            return ". There are no tables at all: look at --region and --endpoint-url.";
        }
        String more = names.size() > NAMES_SHOWN ? ", …" : "";
        return ". There are: "
                + String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())))
                + more
                + ".";
    }
}
