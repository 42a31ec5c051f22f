package stator.operation.permission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.identity.policy.RequestValues;
import stator.model.KeySchema;
import stator.operation.partiql.Statement;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/**
 * What conditions can ask about one access. Nothing is looked up before a condition asks: most
 * policies have none.
 *
 * <p>The keys are those of AWS's service authorization reference for DynamoDB.
 */
final class AccessFacts implements RequestValues {
    private static final String PREFIX = "dynamodb:";
    private static final String RESOURCE_TAG = "aws:resourcetag/";
    private static final String REQUEST_TAG = "aws:requesttag/";
    private static final String INDEX = "/index/";

    private final RequestContext context;
    private final Operation operation;
    private final Struct request;
    private final TableName table;
    private final String arn;
    private final List<Struct> parts;

    /** Null if the access is not one of a statement. */
    private final Statement statement;

    AccessFacts(
            RequestContext context,
            Operation operation,
            Struct request,
            TableName table,
            String arn,
            List<Struct> parts,
            Statement statement) {
        this.context = context;
        this.operation = operation;
        this.request = request;
        this.table = table;
        this.arn = arn;
        this.parts = parts;
        this.statement = statement;
    }

    @Override
    public List<String> of(String key) {
        if (key.startsWith(PREFIX)) {
            return ofDynamoDb(key.substring(PREFIX.length()));
        }
        if (key.startsWith(RESOURCE_TAG)) {
            return resourceTag(key.substring(RESOURCE_TAG.length()));
        }
        if (key.startsWith(REQUEST_TAG)) {
            String name = key.substring(REQUEST_TAG.length());
            return requestTags().entrySet().stream()
                    .filter(tag -> tag.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
        return key.equals("aws:tagkeys") ? tagKeys() : List.of();
    }

    private List<String> ofDynamoDb(String key) {
        return switch (key) {
            case "leadingkeys", "firstpartitionkeyvalues" -> partitionValues(0);
            case "secondpartitionkeyvalues" -> partitionValues(1);
            case "thirdpartitionkeyvalues" -> partitionValues(2);
            case "fourthpartitionkeyvalues" -> partitionValues(3);
            case "attributes" -> attributes();
            case "select" -> select();
            case "returnvalues" -> returnValues();
            case "returnconsumedcapacity" -> returnConsumedCapacity();
            case "enclosingoperation" -> enclosingOperation();
            case "fulltablescan" -> fullTableScan();
            default -> List.of();
        };
    }

    // Of the table that the access is about.

    private Optional<Table> table() {
        return table.find(context.database().tables());
    }

    /** The key of the table, or of the index; empty if there is none such. */
    private Optional<KeySchema> key() {
        int index = arn.indexOf(INDEX);
        Optional<Table> table = table();
        return index < 0
                ? table.map(Table::key)
                : table.flatMap(found -> found.index(arn.substring(index + INDEX.length())))
                        .map(IndexDescription::key);
    }

    private List<String> resourceTag(String name) {
        return table().map(table ->
                        table.description().tags().entrySet().stream()
                                .filter(tag -> tag.getKey().equalsIgnoreCase(name))
                                .map(Map.Entry::getValue)
                                .toList())
                .orElse(List.of());
    }

    // Of the request.

    private List<String> partitionValues(int position) {
        Optional<KeySchema> key = key();
        if (key.isEmpty() || key.get().partition().size() <= position) {
            return List.of();
        }
        Set<String> values = new LinkedHashSet<>();
        for (Struct part : parts) {
            values.addAll(
                    statement == null
                            ? new ItemFacts(context, part).keyValues(key.get(), position)
                            : new StatementFacts(statement, part).keyValues(key.get(), position));
        }
        return List.copyOf(values);
    }

    private List<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        for (Struct part : parts) {
            Collection<String> some =
                    statement == null
                            ? new ItemFacts(context, part).attributes()
                            : new StatementFacts(statement, part).attributes();
            names.addAll(some);
        }
        return List.copyOf(names);
    }

    /** What a read returns, be it said or not: to say nothing is to ask for everything. */
    private List<String> select() {
        if (statement != null) {
            return new StatementFacts(statement, parts.getFirst()).select();
        }
        List<String> selects = new ArrayList<>();
        for (Struct part : parts) {
            new ItemFacts(context, part).select(arn.contains(INDEX)).ifPresent(selects::add);
        }
        // Of several reads the one counts that returns the most.
        return selects.stream()
                .filter(select -> !select.equals(ItemFacts.SPECIFIC))
                .findFirst()
                .or(() -> selects.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private List<String> returnValues() {
        if (statement != null) {
            return new StatementFacts(statement, parts.getFirst()).returnValues();
        }
        return parts.stream().flatMap(part -> ItemFacts.returnValues(part).stream()).toList();
    }

    private List<String> returnConsumedCapacity() {
        return request.findString("ReturnConsumedCapacity").map(List::of).orElse(List.of());
    }

    /** The transaction in which it stands. */
    private List<String> enclosingOperation() {
        return operation.encloses() ? List.of(operation.name()) : List.of();
    }

    private List<String> fullTableScan() {
        Optional<KeySchema> key = key();
        return statement instanceof Statement.Select && key.isPresent()
                ? List.of(
                        Boolean.toString(
                                new StatementFacts(statement, parts.getFirst())
                                        .isFullScan(key.get())))
                : List.of();
    }

    private List<String> tagKeys() {
        return request.has("TagKeys")
                ? request.strings("TagKeys")
                : List.copyOf(requestTags().keySet());
    }

    private Map<String, String> requestTags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (request.has("Tags")) {
            for (Struct tag : request.structs("Tags")) {
                tags.put(tag.string("Key"), tag.string("Value", ""));
            }
        }
        return tags;
    }
}
