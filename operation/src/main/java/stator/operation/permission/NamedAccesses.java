package stator.operation.permission;

import java.util.ArrayList;
import java.util.List;
import stator.operation.partiql.Statement;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.protocol.Struct;

/** Collects what a request would do: which action on what, and the parts of it that say how. */
final class NamedAccesses extends NamedResources {
    /** What policies know as a resource if an action has none. */
    private static final String EVERYTHING = "*";

    /** One action on one resource. */
    record Named(String action, String arn, TableName table, AccessFacts facts) {}

    private final RequestContext context;
    private final Operation operation;
    private final Struct request;
    private final List<Named> found = new ArrayList<>(1);
    private String action;
    private List<Struct> parts;
    private Statement statement;

    NamedAccesses(RequestContext context, Operation operation, Struct request) {
        super(context.statements());
        this.context = context;
        this.operation = operation;
        this.request = request;
        action = operation.name();
        parts = List.of(request);
    }

    /**
     * All of them. What is about no table in particular is an action alone; but what is about items
     * and names none is refused for that, and does nothing.
     */
    List<Named> found() {
        if (found.isEmpty() && operation.access() == Access.CONTROL) {
            add(EVERYTHING);
        }
        return found;
    }

    @Override
    public void doing(String nextAction, List<Struct> nextParts) {
        action = nextAction;
        parts = nextParts;
    }

    @Override
    protected void stating(Statement next, Struct stated) {
        statement = next;
        doing(action(next), List.of(stated));
    }

    private static String action(Statement statement) {
        return switch (statement) {
            case Statement.Select select -> "PartiQLSelect";
            case Statement.Exists exists -> "PartiQLSelect";
            case Statement.Insert insert -> "PartiQLInsert";
            case Statement.Update update -> "PartiQLUpdate";
            case Statement.Delete delete -> "PartiQLDelete";
        };
    }

    @Override
    public void table(String reference) {
        if (reference.startsWith(ResourceArn.PREFIX)) {
            add(reference);
        } else {
            add(context.namespace().tableArn(reference), named(reference));
        }
    }

    private TableName named(String table) {
        return new TableName(context.namespace(), table, "");
    }

    @Override
    public void index(String table, String index) {
        if (table.startsWith(ResourceArn.PREFIX)) {
            add(table + "/index/" + index);
        } else {
            add(context.namespace().tableArn(table) + "/index/" + index, named(table));
        }
    }

    @Override
    public void replica(String table, String region) {
        boolean isArn = table.startsWith(ResourceArn.PREFIX);
        add(ResourceArn.replica(isArn ? table : context.namespace().tableArn(table), region));
    }

    @Override
    public void arn(String arn) {
        add(arn);
    }

    @Override
    public void globalTable(String name) {
        add(context.namespace().globalArn("dynamodb") + "global-table/" + name);
    }

    private void add(String arn) {
        add(arn, TableName.in(arn));
    }

    private void add(String arn, TableName table) {
        boolean isAboutAll = operation.isAboutAll();
        String resource = isAboutAll ? EVERYTHING : arn;
        TableName about = isAboutAll ? TableName.NONE : table;
        AccessFacts facts =
                new AccessFacts(context, operation, request, about, arn, parts, statement);
        found.add(new Named(action, resource, about, facts));
    }
}
