package stator.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.legacy.LegacyUpdate;
import stator.expression.tree.Bindings;
import stator.expression.tree.DocumentEdit;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.expression.tree.PathNames;
import stator.expression.tree.PathTree;
import stator.expression.tree.Subject;
import stator.expression.tree.UpdateAction;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.LongWork;

/**
 * A list of changes to an item, bound to its values. Nothing of it changes, but what was found once
 * is kept: for use by one thread at a time.
 */
public final class UpdateExpression {
    /** More than any item may have, by so much that no other rule is passed over for it. */
    private static final long ASSIGNED_BYTES_MAX = 2 * 1024 * 1024;

    /** Where each element of a list or set becomes an object, and each is met several times. */
    private static final int UNITS_PER_BYTE = 32;

    private static final int CHARGE_BYTES = 3;
    private static final int CHARGE_BYTES_WRITE = 19;
    private static final int CHARGE_BYTES_REMOVE = 2;
    private static final int CHARGE_BYTES_INDEX = 1;
    private static final int CHARGE_BYTES_ARITHMETIC = 50;

    private final List<UpdateAction> actions;
    private final Bindings bindings;

    /** What AWS says when the item has another type than ADD or DELETE need. */
    private final String wrongType;

    /** What is named; found when it is first asked for, as several checks ask. */
    private PathNames names;

    private Set<String> topLevelNames;

    UpdateExpression(List<UpdateAction> actions, Bindings bindings) {
        this(actions, bindings, "An operand in the update expression has an incorrect data type");
    }

    UpdateExpression(List<UpdateAction> actions, Bindings bindings, String wrongType) {
        this.actions = List.copyOf(actions);
        this.bindings = bindings;
        this.wrongType = wrongType;
    }

    /**
     * The update that AttributeUpdates states. The updates were {@linkplain
     * LegacyUpdate#requireValid checked}.
     */
    public static UpdateExpression ofLegacy(List<LegacyUpdate> updates) {
        return LegacyTranslation.update(updates);
    }

    /**
     * The item after the update. All right-hand sides see {@code item} as it was.
     *
     * @param item the current item; for one that is not there, its key attributes alone
     * @throws InvalidExpressionException if the item does not allow the update
     * @throws ApiException if a number gets too large, too small or too precise
     */
    public Item apply(Item item) {
        return LongWork.run(units(item), () -> applied(item));
    }

    /** About how many bytes {@link #apply} looks at. */
    private long units(Item item) {
        return (long) item.documentBytes()
                * (new UpdateWeight(bindings).isMetInPieces(actions) ? UNITS_PER_BYTE : 1);
    }

    private Item applied(Item item) {
        // AWS finds what is wrong with right-hand sides before what is wrong with paths.
        Subject subject = new Subject(item, bindings);
        List<Optional<AttributeValue>> assigned = new ArrayList<>(actions.size());
        long assignedBytes = 0;
        for (UpdateAction action : actions) {
            Optional<AttributeValue> value =
                    action instanceof UpdateAction.Set set
                            ? Optional.of(assigned(set.value(), subject))
                            : Optional.empty();
            assigned.add(value);
            assignedBytes += value.map(AttributeValue::sizeBytes).orElse(0);
            requireFits(assignedBytes);
        }
        DocumentEdit edit = new DocumentEdit();
        for (int i = 0; i < actions.size(); i++) {
            UpdateAction action = actions.get(i);
            requireParent(action.path(), subject);
            Optional<AttributeValue> current = subject.find(action.path());
            switch (action) {
                case UpdateAction.Set set -> edit.add(set.path(), bindings, assigned.get(i));
                case UpdateAction.Remove remove ->
                        edit.add(remove.path(), bindings, Optional.empty());
                case UpdateAction.Add add ->
                        edit.add(add.path(), bindings, Optional.of(added(add, current)));
                case UpdateAction.Delete delete -> {
                    if (current.isPresent()) {
                        edit.add(delete.path(), bindings, deleted(delete, current.get()));
                    }
                }
            }
        }
        return edit.apply(item);
    }

    /**
     * All that is assigned becomes a part of the item. Three hundred copies of a large list would
     * be made in vain, if only the finished item were measured.
     */
    private static void requireFits(long assignedBytes) {
        if (assignedBytes > ASSIGNED_BYTES_MAX) {
            throw ApiException.validation(
                    "Item size to update has exceeded the maximum allowed size");
        }
    }

    /** What ReturnValues UPDATED_OLD shows: the updated parts as the old item has them. */
    public Item updatedOld(Item old) {
        return updatedParts().take(old);
    }

    /** What ReturnValues UPDATED_NEW shows: the updated parts as the new item has them. */
    public Item updatedNew(Item updated) {
        return updatedParts().take(updated);
    }

    /** The top-level attributes that it changes, in the order of the text. */
    public Set<String> topLevelNames() {
        Set<String> known = topLevelNames;
        if (known == null) {
            known = newTopLevelNames();
            topLevelNames = known;
        }
        return known;
    }

    private Set<String> newTopLevelNames() {
        if (actions.size() == 1) {
            return Set.of(actions.getFirst().path().topLevelName(bindings));
        }
        Set<String> names = new LinkedHashSet<>();
        for (UpdateAction action : actions) {
            names.add(action.path().topLevelName(bindings));
        }
        return Collections.unmodifiableSet(names);
    }

    /** The top-level attributes that it changes or reads. */
    public Set<String> namedAttributes() {
        return names().topLevel();
    }

    /**
     * The top-level attributes that it looks into ({@code a.b}, {@code a[0]}), to change them or to
     * read them.
     */
    public Set<String> nestedNames() {
        return names().nested();
    }

    private PathNames names() {
        PathNames known = names;
        if (known == null) {
            known = newNames();
            names = known;
        }
        return known;
    }

    private PathNames newNames() {
        PathNames found = new PathNames(bindings);
        for (UpdateAction action : actions) {
            found.add(action.path());
            if (action instanceof UpdateAction.Set set) {
                switch (set.value()) {
                    case UpdateAction.Assigned.Plain plain -> found.add(plain.operand());
                    case UpdateAction.Assigned.Arithmetic arithmetic -> {
                        found.add(arithmetic.left());
                        found.add(arithmetic.right());
                    }
                }
            }
        }
        return found;
    }

    /**
     * The value that it sets a top-level attribute to, or adds to it, if the request gives that
     * value: then a wrong type shows before the item is read.
     */
    public Optional<AttributeValue> constant(String name) {
        for (UpdateAction action : actions) {
            if (action.path().elements().size() == 1
                    && action.path().topLevelName(bindings).equals(name)) {
                return constant(action).map(constant -> bindings.value(constant.slot()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Operand.Constant> constant(UpdateAction action) {
        return switch (action) {
            case UpdateAction.Set set ->
                    set.value() instanceof UpdateAction.Assigned.Plain plain
                                    && plain.operand() instanceof Operand.Constant constant
                            ? Optional.of(constant)
                            : Optional.empty();
            case UpdateAction.Add add -> Optional.of(add.value());
            case UpdateAction.Remove remove -> Optional.empty();
            case UpdateAction.Delete delete -> Optional.of(delete.value());
        };
    }

    /** Whether it only takes away, and so creates no item where there is none. */
    public boolean onlyRemoves() {
        return !actions.isEmpty()
                && actions.stream()
                        .allMatch(action ->
                                action instanceof UpdateAction.Remove
                                        || action instanceof UpdateAction.Delete);
    }

    /**
     * What AWS adds to the size of the updated item without its key attributes when it holds an
     * update against the size limit (captured by dynoxide, 2026-08, and exoego, 2026-09: an amount
     * for the update and for each of its actions).
     */
    public int sizeChargeBytes() {
        int charge = CHARGE_BYTES;
        for (UpdateAction action : actions) {
            charge +=
                    switch (action) {
                        case UpdateAction.Set set ->
                                CHARGE_BYTES_WRITE
                                        + (set.path().hasIndexLast() ? CHARGE_BYTES_INDEX : 0)
                                        + (set.value() instanceof UpdateAction.Assigned.Arithmetic
                                                ? CHARGE_BYTES_ARITHMETIC
                                                : 0);
                        case UpdateAction.Add add -> CHARGE_BYTES_WRITE;
                        case UpdateAction.Remove remove -> CHARGE_BYTES_REMOVE;
                        case UpdateAction.Delete delete -> CHARGE_BYTES_WRITE;
                    };
        }
        return charge;
    }

    private PathTree updatedParts() {
        return PathTree.of(actions.stream().map(UpdateAction::path).toList(), bindings);
    }

    private AttributeValue assigned(UpdateAction.Assigned assigned, Subject subject) {
        return switch (assigned) {
            case UpdateAction.Assigned.Plain plain -> value(plain.operand(), subject);
            case UpdateAction.Assigned.Arithmetic arithmetic -> {
                AttributeValue left = value(arithmetic.left(), AttributeType.N, subject);
                AttributeValue right = value(arithmetic.right(), AttributeType.N, subject);
                yield AttributeValue.number(
                        switch (arithmetic.operator()) {
                            case PLUS -> left.number().plus(right.number());
                            case MINUS -> left.number().minus(right.number());
                        });
            }
        };
    }

    private AttributeValue value(Operand operand, AttributeType type, Subject subject) {
        AttributeValue value = value(operand, subject);
        if (value.type() != type) {
            throw wrongType();
        }
        return value;
    }

    private AttributeValue value(Operand operand, Subject subject) {
        if (operand instanceof Operand.Call call) {
            return result(call, subject);
        }
        return operand.value(subject).orElseThrow(UpdateExpression::missing);
    }

    private AttributeValue result(Operand.Call call, Subject subject) {
        Operand first = call.operands().getFirst();
        Operand second = call.operands().get(1);
        if (call.function() == Function.IF_NOT_EXISTS) {
            return first.value(subject).orElseGet(() -> value(second, subject));
        }
        if (call.function() != Function.LIST_APPEND) {
            throw new IllegalStateException(call.function() + " is no function of updates");
        }
        AttributeValue left = value(first, AttributeType.L, subject);
        AttributeValue right = value(second, AttributeType.L, subject);
        return appended(left, right);
    }

    private static AttributeValue appended(AttributeValue left, AttributeValue right) {
        List<AttributeValue> all = new ArrayList<>(left.list());
        all.addAll(right.list());
        return AttributeValue.list(all);
    }

    private AttributeValue added(UpdateAction.Add add, Optional<AttributeValue> current) {
        AttributeValue value = bindings.value(add.value().slot());
        if (current.isEmpty()) {
            return value;
        }
        if (current.get().type() != value.type()) {
            throw wrongType();
        }
        return switch (value.type()) {
            case N -> AttributeValue.number(current.get().number().plus(value.number()));
            case SS, NS, BS -> {
                // Few come to many: the few are sorted, and each of the many is looked for there.
                List<AttributeValue> all = current.get().elements();
                Set<AttributeValue> more = sorted(value.elements());
                all.forEach(more::remove);
                all.addAll(more);
                yield AttributeValue.set(value.type(), all);
            }
            case L -> appended(current.get(), value);
            case S, B, M, NULL, BOOL ->
                    throw new IllegalStateException("Found earlier: " + value.type());
        };
    }

    /** What is left of a set; none if nothing is, as there are no empty sets. */
    private Optional<AttributeValue> deleted(UpdateAction.Delete delete, AttributeValue current) {
        AttributeValue value = bindings.value(delete.value().slot());
        if (current.type() != value.type()) {
            throw wrongType();
        }
        List<AttributeValue> rest = current.elements();
        rest.removeIf(sorted(value.elements())::contains);
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(AttributeValue.set(value.type(), rest));
    }

    /** Sorted, not hashed: the client chooses the elements, and could choose them to collide. */
    private static Set<AttributeValue> sorted(List<AttributeValue> elements) {
        Set<AttributeValue> sorted = new TreeSet<>(AttributeValue::compareScalar);
        sorted.addAll(elements);
        return sorted;
    }

    /** Checks that what {@code path} leads into is there: a list for an index, a map for a name. */
    private void requireParent(DocumentPath path, Subject subject) {
        List<DocumentPath.Element> elements = path.elements();
        if (elements.size() == 1) {
            return;
        }
        DocumentPath parent = new DocumentPath(elements.subList(0, elements.size() - 1));
        AttributeType type =
                elements.getLast() instanceof DocumentPath.Element.Index
                        ? AttributeType.L
                        : AttributeType.M;
        if (subject.find(parent).filter(value -> value.type() == type).isEmpty()) {
            throw new InvalidExpressionException(
                    ExpressionError.UPDATE,
                    "The document path provided in the update expression is invalid for update");
        }
    }

    private InvalidExpressionException wrongType() {
        return new InvalidExpressionException(ExpressionError.UPDATE, wrongType);
    }

    private static InvalidExpressionException missing() {
        return new InvalidExpressionException(
                ExpressionError.UPDATE,
                "The provided expression refers to an attribute that does not exist in the item");
    }
}
