package stator.operation.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.item.WriteDecision;
import stator.database.table.Table;
import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;

/**
 * What is to become of one item: what PutItem, UpdateItem and DeleteItem and the actions of a
 * transaction have in common, once their requests are read.
 */
public sealed interface ItemChange {
    /** Has the table's key, if {@link #requireValid} says so; the whole item of a put. */
    Item key();

    /**
     * Checks everything about the keys of the table and its indexes that the request itself shows:
     * the key alone, if it shows no more.
     *
     * @throws ApiException a ValidationException
     */
    default void requireValid(Table table) {
        ItemKeys.requireKey(key(), table.key());
    }

    /**
     * Checks that no key attribute of the right type is empty. {@link #requireValid} does so too,
     * but a transaction reports this alone before everything else.
     *
     * @throws ApiException a ValidationException
     */
    default void requireNoEmptyKeys(Table table) {
        ItemKeys.requireNotEmpty(key(), table.key());
    }

    /**
     * What the change does to the item that is there, if its condition holds.
     *
     * @throws ApiException a ValidationException about what would be there afterwards
     */
    WriteDecision decide(Table table, Optional<Item> current);

    /** The item takes the place of whatever has its key. */
    record Put(Item item) implements ItemChange {
        @Override
        public Item key() {
            return item;
        }

        @Override
        public void requireValid(Table table) {
            ItemKeys.requireItem(item, table);
        }

        @Override
        public void requireNoEmptyKeys(Table table) {
            ItemKeys.requireNotEmpty(item, table.key());
            ItemKeys.requireIndexKeysNotEmpty(item, table);
        }

        @Override
        public WriteDecision decide(Table table, Optional<Item> current) {
            return new WriteDecision.Put(item);
        }
    }

    /** There is no item of that key afterwards. */
    record Delete(Item key) implements ItemChange {
        @Override
        public WriteDecision decide(Table table, Optional<Item> current) {
            return new WriteDecision.Delete();
        }
    }

    /** Nothing changes: a ConditionCheck. */
    record Check(Item key) implements ItemChange {
        @Override
        public WriteDecision decide(Table table, Optional<Item> current) {
            return new WriteDecision.Keep();
        }
    }

    /** There is an item of that key afterwards: an update that says nothing else. */
    record Touch(Item key) implements ItemChange {
        @Override
        public WriteDecision decide(Table table, Optional<Item> current) {
            return current.isPresent() ? new WriteDecision.Keep() : new WriteDecision.Put(key);
        }
    }

    /** Attributes change; the item is created if it is not there. */
    record Update(Item key, UpdateExpression update, SizeLimit.OfUpdate limit)
            implements ItemChange {
        @Override
        public void requireValid(Table table) {
            ItemChange.super.requireValid(table);
            Set<String> names = update.topLevelNames();
            requireUntouched(names, table.key().partition());
            requireUntouched(names, table.key().sort());
            ItemKeys.requireIndexTypes(update, table);
            ItemKeys.requireScalarUse(update.nestedNames(), table);
        }

        private static void requireUntouched(Set<String> names, List<KeyAttribute> attributes) {
            for (KeyAttribute attribute : attributes) {
                if (names.contains(attribute.name())) {
                    throw ApiException.validation(
                            "One or more parameter values were invalid: Cannot update attribute "
                                    + attribute.name()
                                    + ". This attribute is part of the key");
                }
            }
        }

        @Override
        public void requireNoEmptyKeys(Table table) {
            ItemChange.super.requireNoEmptyKeys(table);
            ItemKeys.requireIndexKeysNotEmpty(update, table);
        }

        @Override
        public WriteDecision decide(Table table, Optional<Item> current) {
            if (current.isEmpty() && update.onlyRemoves()) {
                // Before its paths are looked at: REMOVE x.y of no item is no mistake.
                return new WriteDecision.Keep();
            }
            Item updated = update.apply(current.orElse(key));
            SizeLimit.requireUpdatedItem(updated, update, limit);
            if (limit == SizeLimit.OfUpdate.FINISHED || !update.nestedNames().isEmpty()) {
                NestingLimit.requireUpdatedItem(updated, update);
            }
            ItemKeys.requireUpdatedIndexKeys(updated, table, update);
            return new WriteDecision.Put(updated);
        }
    }
}
