package stator.operation.target;

import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.DocumentVisitor;
import stator.model.Item;

/**
 * How deep the lists and maps of an item may be nested, for items that an update makes; what a
 * request gives is measured as it is read.
 */
final class NestingLimit {
    /** Most levels of an attribute: a scalar has one, what lies in a list or map one more. */
    static final int LEVELS_MAX = 32;

    private NestingLimit() {}

    /**
     * Checks the attributes that an update changed. AWS has a shorter message for them than for
     * values of a request (captures of the dynamodb-conformance suite, 2026-10-08: the reason of a
     * canceled transaction).
     */
    static void requireUpdatedItem(Item updated, UpdateExpression update) {
        for (String name : update.topLevelNames()) {
            Levels levels = new Levels();
            updated.find(name).ifPresent(value -> value.accept(levels));
            if (levels.deepest > LEVELS_MAX) {
                throw ApiException.validation("Nesting Levels have exceeded supported limits");
            }
        }
    }

    /** Finds the deepest level of a value. */
    private static final class Levels implements DocumentVisitor {
        private int open;
        private int deepest;

        private void value() {
            deepest = Math.max(deepest, open + 1);
        }

        @Override
        public void name(byte[] bytes, int start, int length) {}

        @Override
        public void scalar(AttributeType type, byte[] bytes, int start, int length) {
            value();
        }

        @Override
        public void bool(boolean value) {
            value();
        }

        @Override
        public void nullValue() {
            value();
        }

        @Override
        public void start(AttributeType type) {
            value();
            open++;
        }

        @Override
        public void element(AttributeType elementType, byte[] bytes, int start, int length) {}

        @Override
        public void end(AttributeType type) {
            open--;
        }
    }
}
