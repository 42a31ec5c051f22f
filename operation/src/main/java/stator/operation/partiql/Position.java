package stator.operation.partiql;

/** Where a token stands in a statement. Lines and columns count from 1, in characters. */
record Position(int line, int column, int length) {
    /** As AWS's messages give it: {@code 1:15:6}. */
    @Override
    public String toString() {
        return line + ":" + column + ":" + length;
    }
}
