package stator.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.database.Tables;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.door.audit.AuditedCall;
import stator.door.audit.CallView;
import stator.door.audit.JsonTree;
import stator.expression.ParseCache;
import stator.model.MemoryLease;
import stator.operation.partiql.Parser;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.ResourceArn;
import stator.protocol.RequestReader;

/**
 * What of DynamoDB's calls stands in the audit log: as on AWS, keys of items, names of attributes
 * and expressions, and never the value of an attribute that is no key (Amazon DynamoDB Developer
 * Guide, "Understanding DynamoDB log file entries").
 */
final class AuditedCalls implements CallView {
    private static final String TYPE = "AWS::DynamoDB::Table";
    private static final String STREAM_TYPE = "AWS::DynamoDB::Stream";
    private static final String STREAM = "/stream/";
    private static final Pattern READS = Pattern.compile("(Describe|List|Get).*");

    /** Members that hold values of attributes, or of items of a page before. */
    private static final Set<String> VALUES =
            Set.of("ExpressionAttributeValues", "AttributeUpdates", "Parameters", "QueryVector");

    /** Members of old requests that hold values by the names of their attributes. */
    private static final Set<String> COMPARED =
            Set.of("Expected", "KeyConditions", "QueryFilter", "ScanFilter");

    /**
     * A text or number of PartiQL, with what comes before it if that may be a key: {@code name =}
     * or {@code 'name' :}. Names are in double quotes, or in single ones before a colon.
     */
    private static final Pattern LITERAL =
            Pattern.compile(
                    "\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'(?=\\s*:)"
                            + "|\\b(?<truth>(?i:true|false))\\b|(?<name>[A-Za-z_][A-Za-z_0-9]*)"
                            + "|(?<value>'(?:[^']|'')*'|-?[0-9][0-9A-Za-z.+-]*)|[=:]|\\s+|.",
                    Pattern.DOTALL);

    private static final String REDACTED = "***(Redacted)";

    private final Tables tables;
    private final RequestReader reader;
    private final ParseCache<String, Parser.Parsed> statements;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    AuditedCalls(
            Tables tables, RequestReader reader, ParseCache<String, Parser.Parsed> statements) {
        this.tables = tables;
        this.reader = reader;
        this.statements = statements;
        Registry.ofDynamoDb().forEach(operation -> operations.put(operation.name(), operation));
        Registry.ofStreams().forEach(operation -> operations.put(operation.name(), operation));
    }

    @Override
    public Seen of(AuditedCall call) {
        Namespace namespace = new Namespace(call.principal().account(), call.principal().region());
        Operation operation = operations.get(call.operation());
        boolean isRead =
                operation.access() == Access.READ || READS.matcher(operation.name()).matches();
        boolean isData = operation.isDataEvent();
        Map<String, Object> request = JsonTree.members(call.body());
        List<String> arns = arns(operation, call, namespace);
        return new Seen(
                isData ? parameters(request, arns, namespace) : small(request),
                isRead,
                isData,
                arns,
                arns.stream().anyMatch(arn -> arn.contains(STREAM)) ? STREAM_TYPE : TYPE);
    }

    /** Those of a request that is none are told by its refusal. */
    private List<String> arns(Operation operation, AuditedCall call, Namespace namespace) {
        Set<String> arns = new LinkedHashSet<>();
        try {
            NamedResources.arns(
                            operation,
                            reader.read(operation, call.body(), MemoryLease.unlimited()),
                            statements,
                            namespace)
                    .forEach(arn -> arns.add(withoutIndex(arn)));
        } catch (RuntimeException refused) {
            return List.of();
        }
        return List.copyOf(arns);
    }

    private static String withoutIndex(String arn) {
        int index = arn.indexOf("/index/");
        return index < 0 ? arn : arn.substring(0, index);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> small(Map<String, Object> request) {
        return (Map<String, Object>) JsonTree.inSmallLetters(request);
    }

    private Map<String, Object> parameters(
            Map<String, Object> request, List<String> arns, Namespace namespace) {
        Map<String, Object> seen = new LinkedHashMap<>();
        String first = arns.isEmpty() ? "" : arns.getFirst();
        String table = (String) request.getOrDefault("TableName", first);
        Set<String> keys = keys(table, namespace);
        request.forEach((name, value) -> {
            switch (name) {
                case "Key", "ExclusiveStartKey" ->
                        seen.put(JsonTree.inSmallLetters(name), plain(value, Set.of()));
                case "Item" -> {
                    seen.put("key", plain(value, keys));
                    seen.put("item", names(value));
                }
                case "RequestItems" -> seen.put("requestItems", batch(value, namespace));
                case "TransactItems" -> seen.put("requestItems", transaction(value, namespace));
                case "Statement" -> seen.put("statement", redacted((String) value, keys));
                case "Statements" -> seen.put("statements", statements(value, keys));
                case "TransactStatements" ->
                        seen.put("transactStatements", statements(value, keys));
                default -> put(name, value, seen);
            }
        });
        return seen;
    }

    private static void put(String name, Object value, Map<String, Object> seen) {
        if (COMPARED.contains(name)) {
            seen.put(JsonTree.inSmallLetters(name), names(value));
        } else if (name.equals("ExpressionAttributeNames")) {
            seen.put("expressionAttributeNames", value);
        } else if (!VALUES.contains(name)) {
            seen.put(JsonTree.inSmallLetters(name), JsonTree.inSmallLetters(value));
        }
    }

    /** The names of a table's key attributes; none if there is no such table. */
    private Set<String> keys(String reference, Namespace namespace) {
        Optional<ResourceArn> arn = ResourceArn.parse(reference).filter(ResourceArn::isWithinTable);
        Optional<Table> table =
                arn.isPresent()
                        ? tables.find(
                                new Namespace(arn.get().account(), arn.get().region()),
                                arn.get().tableName())
                        : tables.find(namespace, reference);
        Set<String> names = new LinkedHashSet<>();
        table.ifPresent(found -> found.key().attributes().forEach(one -> names.add(one.name())));
        return names;
    }

    private static List<String> names(Object item) {
        return item instanceof Map<?, ?> map
                ? map.keySet().stream().map(String.class::cast).toList()
                : List.of();
    }

    /**
     * Attributes without their types: {@code {"Artist": "No One You Know"}}.
     *
     * @param only which of them; all if none are named
     */
    private static Map<String, Object> plain(Object attributes, Set<String> only) {
        Map<String, Object> plain = new LinkedHashMap<>();
        if (attributes instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                boolean isWanted = only.isEmpty() || only.contains(name);
                if (isWanted && value instanceof Map<?, ?> typed && typed.size() == 1) {
                    plain.put((String) name, typed.values().iterator().next());
                }
            });
        }
        return plain;
    }

    private List<Object> batch(Object requestItems, Namespace namespace) {
        List<Object> seen = new ArrayList<>();
        if (requestItems instanceof Map<?, ?> byTable) {
            byTable.forEach((table, asked) -> {
                if (asked instanceof List<?> writes) {
                    writes.forEach(write -> seen.add(member(write, (String) table, namespace)));
                } else if (asked instanceof Map<?, ?> gets
                        && gets.get("Keys") instanceof List<?> k) {
                    for (Object key : k) {
                        Map<String, Object> get = new LinkedHashMap<>();
                        get.put("tableName", table);
                        get.put("key", plain(key, Set.of()));
                        seen.add(get);
                    }
                }
            });
        }
        return seen;
    }

    private List<Object> transaction(Object transactItems, Namespace namespace) {
        List<Object> seen = new ArrayList<>();
        if (transactItems instanceof List<?> members) {
            members.forEach(one -> seen.add(member(one, "", namespace)));
        }
        return seen;
    }

    /** {@code {"Put": {"TableName": …, "Item": …}}}, or {@code {"PutRequest": {"Item": …}}}. */
    private Map<String, Object> member(Object member, String table, Namespace namespace) {
        Map<String, Object> seen = new LinkedHashMap<>();
        if (!(member instanceof Map<?, ?> one) || one.size() != 1) {
            return seen;
        }
        String operation = (String) one.keySet().iterator().next();
        seen.put("operation", operation.replace("Request", ""));
        if (!(one.values().iterator().next() instanceof Map<?, ?> what)) {
            return seen;
        }
        String name = table.isEmpty() ? String.valueOf(what.get("TableName")) : table;
        seen.put("tableName", name);
        what.forEach((key, value) -> {
            switch ((String) key) {
                case "TableName" -> {}
                case "Key" -> seen.put("key", plain(value, Set.of()));
                case "Item" -> {
                    seen.put("key", plain(value, keys(name, namespace)));
                    seen.put("items", names(value));
                }
                default -> put((String) key, value, seen);
            }
        });
        return seen;
    }

    private static List<Object> statements(Object list, Set<String> keys) {
        List<Object> seen = new ArrayList<>();
        if (list instanceof List<?> members) {
            for (Object one : members) {
                if (one instanceof Map<?, ?> member) {
                    String statement = String.valueOf(member.get("Statement"));
                    seen.add(Map.of("statement", redacted(statement, keys)));
                }
            }
        }
        return seen;
    }

    /** A statement without the values of attributes that are no keys. */
    static String redacted(String statement, Set<String> keys) {
        StringBuilder text = new StringBuilder(statement.length());
        Matcher token = LITERAL.matcher(statement);
        String name = "";
        while (token.find()) {
            String found = token.group();
            if (token.group("value") != null || token.group("truth") != null) {
                text.append(keys.contains(name) ? found : REDACTED);
                name = "";
                continue;
            }
            text.append(found);
            if (token.group("name") != null) {
                name = found;
            } else if (found.length() > 1 && (found.charAt(0) == '"' || found.charAt(0) == '\'')) {
                name = found.substring(1, found.length() - 1);
            } else if (!found.isBlank() && !found.equals("=") && !found.equals(":")) {
                name = "";
            }
        }
        return text.toString();
    }
}
