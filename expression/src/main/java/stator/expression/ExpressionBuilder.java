package stator.expression;

import java.util.ArrayList;
import java.util.List;
import stator.expression.check.ConditionCheck;
import stator.expression.check.UpdateCheck;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.UpdateAction;
import stator.model.AttributeValue;
import stator.model.ValueComparator;

/**
 * Makes conditions and updates of their parts instead of a text, for PartiQL, whose statements mean
 * the same as expressions but are written in another way.
 *
 * <p>One is for one statement that is executed: it keeps the values that the statement's terms
 * stand for. Not for use by several threads.
 */
public final class ExpressionBuilder {
    private final List<AttributeValue> values = new ArrayList<>();
    private final List<UpdateAction> actions = new ArrayList<>();

    /** A path into an item. Immutable. */
    public static final class Path {
        private final DocumentPath path;

        private Path(DocumentPath path) {
            this.path = path;
        }

        /** The path to a top-level attribute. */
        public static Path of(String name) {
            return new Path(DocumentPath.ofName(name));
        }

        /** The path to an attribute of the map at this path. */
        public Path name(String name) {
            return longer(new DocumentPath.Element.Name(name));
        }

        /** The path to an element of the list at this path. */
        public Path index(long index) {
            return longer(new DocumentPath.Element.Index(index));
        }

        private Path longer(DocumentPath.Element element) {
            List<DocumentPath.Element> elements = new ArrayList<>(path.elements());
            elements.add(element);
            return new Path(new DocumentPath(elements));
        }
    }

    /** What has a value in an item. */
    public static final class Term {
        private final Operand operand;

        private Term(Operand operand) {
            this.operand = operand;
        }
    }

    /** What is true or false of an item. */
    public static final class Test {
        private final ConditionNode node;

        private Test(ConditionNode node) {
            this.node = node;
        }
    }

    /** What stands at a path. */
    public Term at(Path path) {
        return new Term(new Operand.AtPath(path.path));
    }

    /** A value. */
    public Term constant(AttributeValue value) {
        return new Term(slot(value));
    }

    /** The result of a function of expressions that gives a value, by its name. */
    public Term function(String name, List<Term> operands) {
        return new Term(call(name, operands));
    }

    /** Whether a test holds, as a boolean value. */
    public Term truth(Test test) {
        check().condition(test.node);
        return new Term(new Operand.Truth(test.node));
    }

    /** A test by a function of expressions, by its name. */
    public Test holds(String name, List<Term> operands) {
        return new Test(call(name, operands));
    }

    /** Two terms compared. */
    public Test compare(ValueComparator comparator, Term left, Term right) {
        return new Test(new ConditionNode.Comparison(comparator, left.operand, right.operand));
    }

    /** A term within bounds. */
    public Test between(Term term, Term low, Term high) {
        return new Test(new ConditionNode.Between(term.operand, low.operand, high.operand));
    }

    /** A term equal to one of several. */
    public Test in(Term term, List<Term> candidates) {
        return new Test(new ConditionNode.In(term.operand, operands(candidates)));
    }

    /** All of several tests; without any it always holds. */
    public Test and(List<Test> tests) {
        return new Test(new ConditionNode.And(nodes(tests)));
    }

    /** One of several tests. */
    public Test or(List<Test> tests) {
        return new Test(new ConditionNode.Or(nodes(tests)));
    }

    /** The opposite of a test. */
    public Test not(Test test) {
        return new Test(new ConditionNode.Not(test.node));
    }

    /**
     * The condition that a test states.
     *
     * @throws InvalidExpressionException if an operand has a type that its operator does not take
     */
    public Condition condition(Test test) {
        check().condition(test.node);
        return new Condition(test.node, bindings());
    }

    /** The update assigns a term to a path. */
    public void set(Path path, Term value) {
        actions.add(
                new UpdateAction.Set(path.path, new UpdateAction.Assigned.Plain(value.operand)));
    }

    /** The update assigns the sum of two terms to a path. */
    public void setSum(Path path, Term left, Term right) {
        setResult(UpdateAction.Operator.PLUS, path, left, right);
    }

    /** The update assigns the difference of two terms to a path. */
    public void setDifference(Path path, Term left, Term right) {
        setResult(UpdateAction.Operator.MINUS, path, left, right);
    }

    private void setResult(UpdateAction.Operator operator, Path path, Term left, Term right) {
        actions.add(
                new UpdateAction.Set(
                        path.path,
                        new UpdateAction.Assigned.Arithmetic(
                                operator, left.operand, right.operand)));
    }

    /** The update removes what stands at a path. */
    public void remove(Path path) {
        actions.add(new UpdateAction.Remove(path.path));
    }

    /** The update adds the elements of a set to the set at a path. */
    public void addElements(Path path, AttributeValue set) {
        actions.add(new UpdateAction.Add(path.path, slot(set)));
    }

    /** The update takes the elements of a set out of the set at a path. */
    public void deleteElements(Path path, AttributeValue set) {
        actions.add(new UpdateAction.Delete(path.path, slot(set)));
    }

    /**
     * The update that was stated action by action.
     *
     * @throws InvalidExpressionException if its paths clash, or an operand has a wrong type
     */
    public UpdateExpression update() {
        new UpdateCheck(
                        new ParsedExpression<>(
                                ExpressionKind.STATEMENT, actions, List.of(), List.of()),
                        bindings())
                .check();
        return new UpdateExpression(actions, bindings());
    }

    private Operand.Constant slot(AttributeValue value) {
        values.add(value);
        return new Operand.Constant(values.size() - 1);
    }

    private static Operand.Call call(String name, List<Term> operands) {
        Function function = Function.of(name);
        if (function == Function.UNKNOWN) {
            throw new IllegalArgumentException("No function: " + name);
        }
        return new Operand.Call(function, name, operands(operands));
    }

    private static List<Operand> operands(List<Term> terms) {
        return terms.stream().map(term -> term.operand).toList();
    }

    private static List<ConditionNode> nodes(List<Test> tests) {
        return tests.stream().map(test -> test.node).toList();
    }

    private ConditionCheck check() {
        return new ConditionCheck(
                new ParsedExpression<>(
                        ExpressionKind.STATEMENT,
                        new ConditionNode.And(List.of()),
                        List.of(),
                        List.of()),
                bindings());
    }

    private Bindings bindings() {
        return new Bindings(new String[0], values.toArray(new AttributeValue[0]));
    }
}
