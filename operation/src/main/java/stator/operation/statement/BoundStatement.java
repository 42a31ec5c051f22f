package stator.operation.statement;

import java.util.List;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.operation.partiql.Parser;
import stator.operation.partiql.Statement;
import stator.operation.partiql.StatementValues;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/** A statement of a request with its parameters. */
record BoundStatement(String text, Statement statement, List<AttributeValue> parameters) {
    /**
     * Reads the members Statement and Parameters. AWS looks at the parameters first.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static BoundStatement read(RequestContext context, Struct request) {
        List<AttributeValue> parameters = request.values("Parameters");
        String text = request.string("Statement");
        Parser.Parsed parsed = context.statements().find(text, Parser::parse);
        if (parsed.parameters() != parameters.size()) {
            throw ApiException.validation(
                    "Number of parameters in request and statement don't match.");
        }
        return new BoundStatement(text, parsed.statement(), parameters);
    }

    /** Whether it only reads. A check of EXISTS counts as a write, with which it must stand. */
    boolean reads() {
        return statement instanceof Statement.Select;
    }

    StatementValues values() {
        return new StatementValues(parameters);
    }
}
