package stator.logs.pattern;

/** An operator and what stands to the right of it. */
record Comparison(Operator operator, Operand operand) {
    enum Operator {
        NOT_EQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        EQUAL("="),
        LESS("<"),
        GREATER(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    static Comparison read(PatternReader in, String delimiters) {
        for (Operator operator : Operator.values()) {
            if (in.take(operator.sign)) {
                Comparison comparison = new Comparison(operator, Operand.read(in, delimiters));
                comparison.requireOrder();
                return comparison;
            }
        }
        throw InvalidPatternException.plain();
    }

    /** Only numbers are more or less. */
    private void requireOrder() {
        boolean orders = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
        if (orders && !(operand instanceof Operand.Amount)) {
            throw InvalidPatternException.plain();
        }
    }

    boolean holds(String value) {
        return switch (operator) {
            case EQUAL -> operand.equalsValue(value);
            case NOT_EQUAL -> !operand.equalsValue(value);
            case LESS, AT_MOST, GREATER, AT_LEAST ->
                    Operand.number(value).map(this::isOrdered).orElse(false);
        };
    }

    private boolean isOrdered(double value) {
        double bound = ((Operand.Amount) operand).number();
        return switch (operator) {
            case LESS -> value < bound;
            case AT_MOST -> value <= bound;
            case GREATER -> value > bound;
            case AT_LEAST -> value >= bound;
            case EQUAL, NOT_EQUAL -> throw new IllegalStateException("no order: " + operator);
        };
    }
}
