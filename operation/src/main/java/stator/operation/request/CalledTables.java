package stator.operation.request;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.operation.protocol.Struct;

/** The tables that a request names, be they there or not. */
public final class CalledTables {
    private static final List<String> ACTIONS =
            List.of("Get", "Put", "Update", "Delete", "ConditionCheck");

    /** A statement names its table behind one of these words, in quotes or not. */
    private static final Pattern STATEMENT_TABLE =
            Pattern.compile(
                    "\\b(?:FROM|INTO|UPDATE)\\s+\"?([a-zA-Z0-9_.-]+)", Pattern.CASE_INSENSITIVE);

    private final List<String> names = new ArrayList<>();

    private CalledTables() {}

    /** Their names, each once, in the order in which the request has them. */
    public static List<String> of(String operation, Struct request) {
        CalledTables tables = new CalledTables();
        request.findString("TableName").ifPresent(tables::add);
        request.findString("ResourceArn").ifPresent(tables::add);
        switch (operation) {
            case "BatchGetItem" -> request.structMap("RequestItems").keySet().forEach(tables::add);
            case "BatchWriteItem" ->
                    request.structListMap("RequestItems").keySet().forEach(tables::add);
            case "TransactGetItems", "TransactWriteItems" ->
                    request.structs("TransactItems").forEach(tables::addAction);
            case "ExecuteStatement" -> tables.addStatement(request);
            case "BatchExecuteStatement" ->
                    request.structs("Statements").forEach(tables::addStatement);
            case "ExecuteTransaction" ->
                    request.structs("TransactStatements").forEach(tables::addStatement);
            default -> {}
        }
        return tables.names;
    }

    private void add(String reference) {
        addName(reference.startsWith(ResourceArn.PREFIX) ? tableOf(reference) : reference);
    }

    /** The table of an ARN; an ARN of something else stands for itself. */
    private static String tableOf(String arn) {
        return ResourceArn.parse(arn)
                .filter(ResourceArn::isWithinTable)
                .map(ResourceArn::tablePath)
                .orElse(arn);
    }

    private void addName(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    private void addAction(Struct action) {
        for (String kind : ACTIONS) {
            action.findStruct(kind).ifPresent(item -> add(item.string("TableName")));
        }
    }

    private void addStatement(Struct statement) {
        Matcher table = STATEMENT_TABLE.matcher(statement.string("Statement"));
        if (table.find()) {
            addName(table.group(1));
        }
    }
}
