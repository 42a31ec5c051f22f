package stator.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.Database;
import stator.database.item.AccessedKey;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.door.Reply;

/**
 * {@code GET /_stator/contributor-insights/ACCOUNT/REGION/TABLE} and {@code …/TABLE/INDEX}: the
 * keys that were accessed most since the server started, if UpdateContributorInsights made it
 * count. On AWS, CloudWatch shows them.
 */
final class InsightsResource implements Resource {
    private static final String PATH = "/_stator/contributor-insights/";
    private static final int KEYS_MAX = 100;

    private final Database database;

    InsightsResource(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!method.equals("GET") || !path.startsWith(PATH)) {
            return Optional.empty();
        }
        String[] words = path.substring(PATH.length()).split("/");
        if (words.length < 3 || words.length > 4) {
            return Optional.empty();
        }
        String index = words.length == 4 ? words[3] : "";
        return database.tables()
                .find(new Namespace(words[0], words[1]), words[2])
                .filter(table -> index.isEmpty() || table.index(index).isPresent())
                .map(table -> Reply.of(200, Reply.JSON, json(table, index)));
    }

    private String json(Table table, String index) {
        return Json.of(
                Members.of(
                        "PartitionKeys",
                        keys(database.items().accessedKeys(table, index, false, KEYS_MAX)),
                        "Keys",
                        keys(database.items().accessedKeys(table, index, true, KEYS_MAX))));
    }

    private static List<Object> keys(List<AccessedKey> keys) {
        List<Object> values = new ArrayList<>();
        keys.forEach(key ->
                values.add(
                        Members.of(
                                "Key", key.values(), "Count", key.count(), "Error", key.error())));
        return values;
    }
}
