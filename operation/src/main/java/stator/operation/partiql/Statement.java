package stator.operation.partiql;

import java.util.List;
import java.util.Optional;
import stator.model.ApiException;

/** A statement as its text says it. */
public sealed interface Statement {
    /** The table that it reads or writes, by name or ARN. */
    String table();

    /**
     * What a SELECT reads.
     *
     * @param index empty for the table itself
     */
    record Source(String table, String index) {}

    /** A key attribute of ORDER BY. */
    record Ordering(String attribute, boolean ascending) {}

    /**
     * Reads items.
     *
     * @param projection what is returned of each; all of it if there is none
     * @param refused why such a projection, one with an aggregate, is refused, unless what it reads
     *     has no statements at all
     */
    record Select(
            List<Expression.Path> projection,
            Source source,
            Optional<Expression> where,
            List<Ordering> orderBy,
            Optional<ApiException> refused)
            implements Statement {
        public Select {
            projection = List.copyOf(projection);
            orderBy = List.copyOf(orderBy);
        }

        @Override
        public String table() {
            return source.table();
        }
    }

    /** Writes an item that was not there. */
    record Insert(String table, Expression.Struct item) implements Statement {}

    /** Changes an item that is there. */
    record Update(
            String table,
            List<Change> changes,
            Optional<Expression> where,
            Optional<Returning> returning)
            implements Statement {
        public Update {
            changes = List.copyOf(changes);
        }
    }

    /** A change of an UPDATE. */
    sealed interface Change {
        /** Assigns a value. */
        record Set(Expression.Path target, Expression value) implements Change {}

        /** Removes what is there. */
        record Remove(Expression.Path target) implements Change {}
    }

    /** Deletes an item. */
    record Delete(String table, Optional<Expression> where, Optional<Returning> returning)
            implements Statement {}

    /** Lets a transaction go on only if one item meets a condition. */
    record Exists(Select select) implements Statement {
        @Override
        public String table() {
            return select.table();
        }
    }

    /** Which item a write returns, and whether only the parts that it changed. */
    enum Returning {
        ALL_OLD("ALL OLD *"),
        ALL_NEW("ALL NEW *"),
        MODIFIED_OLD("MODIFIED OLD *"),
        MODIFIED_NEW("MODIFIED NEW *");

        private final String spelling;

        Returning(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
