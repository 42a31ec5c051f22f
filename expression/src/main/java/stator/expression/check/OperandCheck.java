package stator.expression.check;

import java.util.List;
import java.util.Optional;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.model.AttributeType;

/**
 * The checks of operands against one request's placeholders: that these are defined, that functions
 * have the right number of operands, and that operands whose types are known before an item is seen
 * have types that are taken.
 */
public final class OperandCheck {
    private static final String ANY_TYPE = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
    private static final String TYPE_NAMES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

    /** In the order in which AWS tells them to PartiQL (captured by floci, September 2026). */
    private static final String STATEMENT_TYPE_NAMES = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";

    private final ParsedExpression<?> parsed;
    private final Bindings bindings;

    public OperandCheck(ParsedExpression<?> parsed, Bindings bindings) {
        this.parsed = parsed;
        this.bindings = bindings;
    }

    void operand(Operand operand) {
        switch (operand) {
            case Operand.AtPath atPath -> path(atPath.path());
            case Operand.Constant constant -> constant(constant.slot());
            case Operand.Call call -> call(call);
            case Operand.Truth truth -> {}
        }
    }

    /** Only that the names are defined. */
    void names(Operand operand) {
        switch (operand) {
            case Operand.AtPath atPath -> names(atPath.path());
            case Operand.Constant constant -> {}
            case Operand.Call call -> call.operands().forEach(this::names);
            case Operand.Truth truth -> {}
        }
    }

    void names(DocumentPath path) {
        for (DocumentPath.Element element : path.elements()) {
            if (element instanceof DocumentPath.Element.Placeholder placeholder
                    && !bindings.definesName(placeholder.slot())) {
                throw parsed.kind()
                        .invalid(
                                ExpressionError.UNDEFINED_PLACEHOLDER,
                                "An expression attribute name used in the document path is not"
                                        + " defined; attribute name: "
                                        + parsed.names().get(placeholder.slot()));
            }
        }
    }

    public void path(DocumentPath path) {
        names(path);
        if (path.elements().size() > DocumentPath.ELEMENTS_MAX) {
            throw parsed.kind()
                    .invalid(
                            ExpressionError.LIMIT,
                            "The document path has too many nesting levels; nesting levels: "
                                    + path.elements().size());
        }
    }

    void constant(int slot) {
        if (!bindings.definesValue(slot)) {
            throw parsed.kind()
                    .invalid(
                            ExpressionError.UNDEFINED_PLACEHOLDER,
                            "An expression attribute value used in expression is not defined;"
                                    + " attribute value: "
                                    + parsed.values().get(slot));
        }
    }

    /** That no operand of {@code rest} is the same path as {@code first}. */
    void distinct(String operator, Operand first, List<Operand> rest) {
        if (!(first instanceof Operand.AtPath firstPath)) {
            return;
        }
        for (Operand other : rest) {
            if (other instanceof Operand.AtPath otherPath
                    && firstPath.path().sameAs(otherPath.path(), bindings)) {
                throw parsed.kind()
                        .invalid(
                                ExpressionError.DISTINCT_OPERANDS,
                                "The first operand must be distinct from the remaining operands for"
                                        + " this operator or function; operator: "
                                        + operator
                                        + ", first operand: "
                                        + firstPath.path().toText(bindings));
            }
        }
    }

    /** That the type of an operand, where it is known, can be ordered. */
    void orderable(String operator, Operand operand) {
        type(operator, operand, AttributeType.S, AttributeType.N, AttributeType.B);
    }

    void type(String operator, Operand operand, AttributeType... allowed) {
        Optional<AttributeType> type = operand.staticType(bindings);
        if (type.isPresent() && !List.of(allowed).contains(type.get())) {
            throw wrongType(operator, type.get().name());
        }
    }

    private void call(Operand.Call call) {
        call.operands().forEach(this::operand);
        String name = call.name();
        List<Operand> operands = call.operands();
        if (operands.size() != call.function().operands()) {
            throw parsed.kind()
                    .invalid(
                            ExpressionError.FUNCTION,
                            "Incorrect number of operands for operator or function; operator or"
                                    + " function: "
                                    + name
                                    + ", number of operands: "
                                    + operands.size());
        }
        if (call.function().requiresPath() && !(operands.getFirst() instanceof Operand.AtPath)) {
            throw parsed.kind()
                    .invalid(
                            ExpressionError.OPERAND_TYPE,
                            "Operator or function requires a document path; operator or function: "
                                    + name);
        }
        types(call, name, operands);
    }

    private void types(Operand.Call call, String name, List<Operand> operands) {
        switch (call.function()) {
            case ATTRIBUTE_TYPE -> {
                distinct(name, operands.getFirst(), operands.subList(1, 2));
                typeName(name, operands.get(1));
            }
            case BEGINS_WITH -> {
                distinct(name, operands.getFirst(), operands.subList(1, 2));
                operands.forEach(o -> type(name, o, AttributeType.S, AttributeType.B));
            }
            case CONTAINS -> distinct(name, operands.getFirst(), operands.subList(1, 2));
            case SIZE ->
                    type(
                            name,
                            operands.getFirst(),
                            AttributeType.S,
                            AttributeType.B,
                            AttributeType.SS,
                            AttributeType.NS,
                            AttributeType.BS,
                            AttributeType.L,
                            AttributeType.M);
            case LIST_APPEND -> operands.forEach(o -> type(name, o, AttributeType.L));
            case ATTRIBUTE_EXISTS, ATTRIBUTE_NOT_EXISTS, IF_NOT_EXISTS -> {}
            case UNKNOWN -> throw new IllegalStateException("Found earlier: " + name);
        }
    }

    private void typeName(String function, Operand operand) {
        if (!(operand instanceof Operand.Constant constant)) {
            throw wrongType(
                    function, operand.staticType(bindings).map(Enum::name).orElse(ANY_TYPE));
        }
        type(function, operand, AttributeType.S);
        String name = bindings.value(constant.slot()).text();
        for (AttributeType type : AttributeType.values()) {
            if (type.name().equals(name)) {
                return;
            }
        }
        throw parsed.kind()
                .invalid(
                        ExpressionError.OPERAND_TYPE,
                        "Invalid attribute type name found; type: "
                                + name
                                + ", valid types: "
                                + (parsed.kind() == ExpressionKind.STATEMENT
                                        ? STATEMENT_TYPE_NAMES
                                        : TYPE_NAMES));
    }

    private InvalidExpressionException wrongType(String operator, String type) {
        return parsed.kind()
                .invalid(
                        ExpressionError.OPERAND_TYPE,
                        "Incorrect operand type for operator or function; operator or function: "
                                + operator
                                + ", operand type: "
                                + type);
    }
}
