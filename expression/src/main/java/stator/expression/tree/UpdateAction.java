package stator.expression.tree;

/** One change that an update makes, as parsed. */
public sealed interface UpdateAction {
    /** What is changed. */
    DocumentPath path();

    /** The section of the text that it stands in. */
    Section section();

    /** The sections of an update. */
    enum Section {
        SET,
        REMOVE,
        ADD,
        DELETE
    }

    /** Assigns a value. */
    record Set(DocumentPath path, Assigned value) implements UpdateAction {
        @Override
        public Section section() {
            return Section.SET;
        }
    }

    /** Removes an attribute or element. */
    record Remove(DocumentPath path) implements UpdateAction {
        @Override
        public Section section() {
            return Section.REMOVE;
        }
    }

    /** Adds to a number or a set. */
    record Add(DocumentPath path, Operand.Constant value) implements UpdateAction {
        @Override
        public Section section() {
            return Section.ADD;
        }
    }

    /** Takes elements out of a set. */
    record Delete(DocumentPath path, Operand.Constant value) implements UpdateAction {
        @Override
        public Section section() {
            return Section.DELETE;
        }
    }

    /** The right-hand side of an assignment. */
    sealed interface Assigned {
        /** A value as it is. */
        record Plain(Operand operand) implements Assigned {}

        /** A sum or a difference. */
        record Arithmetic(Operator operator, Operand left, Operand right) implements Assigned {}
    }

    /** The operators of arithmetic. */
    enum Operator {
        PLUS("+"),
        MINUS("-");

        private final String spelling;

        Operator(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
