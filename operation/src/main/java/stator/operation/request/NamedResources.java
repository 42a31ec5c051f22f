package stator.operation.request;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stator.database.table.Namespace;
import stator.expression.ParseCache;
import stator.model.ApiException;
import stator.operation.partiql.Parser;
import stator.operation.partiql.Statement;
import stator.protocol.Struct;

/**
 * Takes what a request names, in the order in which the request has it, whether it is there or not.
 * Operations tell it in {@link Operation#resources}.
 */
public abstract class NamedResources {
    private static final String ACTION_PREFIX = "dynamodb:";

    private final ParseCache<String, Parser.Parsed> statements;

    protected NamedResources(ParseCache<String, Parser.Parsed> statements) {
        this.statements = statements;
    }

    /** The names of the tables that a request of an operation names, each once. */
    public static List<String> tables(
            Operation operation, Struct request, ParseCache<String, Parser.Parsed> statements) {
        TableNames names = new TableNames(statements);
        operation.resources(request, names);
        return names.found;
    }

    /**
     * The ARNs of all that a request of an operation names, each once: tables, indexes (and not
     * their tables, as in IAM), streams, backups, exports, imports.
     */
    public static List<String> arns(
            Operation operation,
            Struct request,
            ParseCache<String, Parser.Parsed> statements,
            Namespace namespace) {
        Arns arns = new Arns(statements, namespace);
        operation.resources(request, arns);
        return List.copyOf(arns.found);
    }

    /**
     * What is done with what is named next, if that is not the operation itself.
     *
     * @param action as policies know it, without its service
     * @param parts of the request that say how
     */
    public void doing(String action, List<Struct> parts) {}

    /** The statement that names what is named next. */
    protected void stating(Statement statement, Struct request) {}

    /** A table, by its name or ARN. */
    public abstract void table(String reference);

    /** An index of a table, which stands by its name or ARN. */
    public abstract void index(String table, String index);

    /** A table of the same name, or of the same account, in another region. */
    public abstract void replica(String table, String region);

    /**
     * What else must be allowed, each as an action of its own, on what is named by {@code naming}.
     *
     * @param actions as policies name them, {@code dynamodb:PutItem}
     */
    public final void needing(List<String> actions, Struct request, Runnable naming) {
        for (String action : actions) {
            doing(action.substring(ACTION_PREFIX.length()), List.of(request));
            naming.run();
        }
    }

    /** Something by its ARN: a table, or what belongs to one. */
    public abstract void arn(String arn);

    /** A global table, by its name. */
    public abstract void globalTable(String name);

    /** A member that may be missing and names a table. */
    public final void tableIn(Struct request, String member) {
        request.findString(member).ifPresent(this::table);
    }

    /** A member that may be missing and is an ARN. */
    public final void arnIn(Struct request, String member) {
        request.findString(member).ifPresent(this::arn);
    }

    /** The table that a read names, or the index of it. */
    public final void source(Struct request) {
        String table = request.string("TableName");
        request.findString("IndexName")
                .ifPresentOrElse(index -> index(table, index), () -> table(table));
    }

    /** What the member Statement reads or writes; nothing if that is no statement. */
    public final void statement(Struct request) {
        Statement statement;
        try {
            statement = statements.find(request.string("Statement"), Parser::parse).statement();
        } catch (ApiException none) {
            return; // The operation says what is wrong with it.
        }
        stating(statement, request);
        switch (statement) {
            case Statement.Select select -> read(select.source());
            case Statement.Exists exists -> read(exists.select().source());
            case Statement.Insert insert -> table(insert.table());
            case Statement.Update update -> table(update.table());
            case Statement.Delete delete -> table(delete.table());
        }
    }

    private void read(Statement.Source source) {
        if (source.index().isEmpty()) {
            table(source.table());
        } else {
            index(source.table(), source.index());
        }
    }

    private static final class TableNames extends NamedResources {
        private final List<String> found = new ArrayList<>(1);

        private TableNames(ParseCache<String, Parser.Parsed> statements) {
            super(statements);
        }

        @Override
        public void table(String reference) {
            if (reference.startsWith(ResourceArn.PREFIX)) {
                arn(reference);
            } else {
                add(reference);
            }
        }

        @Override
        public void index(String table, String index) {
            table(table);
        }

        @Override
        public void replica(String table, String region) {
            table(table);
        }

        @Override
        public void arn(String arn) {
            ResourceArn.parse(arn)
                    .filter(ResourceArn::isWithinTable)
                    .map(ResourceArn::tableName)
                    .ifPresent(this::add);
        }

        @Override
        public void globalTable(String name) {
            add(name);
        }

        private void add(String name) {
            if (!found.contains(name)) {
                found.add(name);
            }
        }
    }

    private static final class Arns extends NamedResources {
        private final Set<String> found = new LinkedHashSet<>();
        private final Namespace namespace;

        private Arns(ParseCache<String, Parser.Parsed> statements, Namespace namespace) {
            super(statements);
            this.namespace = namespace;
        }

        private String arnOf(String table) {
            return table.startsWith(ResourceArn.PREFIX) ? table : namespace.tableArn(table);
        }

        @Override
        public void table(String reference) {
            found.add(arnOf(reference));
        }

        @Override
        public void index(String table, String index) {
            found.add(arnOf(table) + "/index/" + index);
        }

        @Override
        public void replica(String table, String region) {
            found.add(ResourceArn.replica(arnOf(table), region));
        }

        @Override
        public void arn(String arn) {
            found.add(arn);
        }

        @Override
        public void globalTable(String name) {
            found.add(namespace.globalArn("dynamodb") + "global-table/" + name);
        }
    }
}
