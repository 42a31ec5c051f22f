package stator.operation.partiql;

import java.util.List;
import java.util.Optional;

/** What {@code IS} can test for, with the attribute types that it means. */
enum TypeName {
    MISSING(List.of("MISSING"), List.of()),
    NULL(List.of("NULL"), List.of("NULL")),
    BOOLEAN(List.of("BOOL", "BOOLEAN"), List.of("BOOL")),
    BLOB(List.of("BLOB"), List.of("B")),
    STRING(List.of("STRING", "CHAR", "CHARACTER VARYING", "CHARACTER", "VARCHAR"), List.of("S")),
    NUMERIC(
            List.of(
                    "NUMERIC",
                    "DECIMAL",
                    "DEC",
                    "INT",
                    "INT2",
                    "INT4",
                    "INT8",
                    "INTEGER",
                    "INTEGER2",
                    "INTEGER4",
                    "INTEGER8",
                    "SMALLINT",
                    "BIGINT",
                    "FLOAT",
                    "REAL",
                    "DOUBLE PRECISION"),
            List.of("N")),
    STRUCT(List.of("STRUCT", "TUPLE"), List.of("M")),
    LIST(List.of("LIST"), List.of("L")),
    BAG(List.of("BAG"), List.of("SS", "NS", "BS"));

    private final List<String> spellings;
    private final List<String> attributeTypes;

    TypeName(List<String> spellings, List<String> attributeTypes) {
        this.spellings = spellings;
        this.attributeTypes = attributeTypes;
    }

    /** The type of that name, in capitals. */
    static Optional<TypeName> of(String spelling) {
        for (TypeName type : values()) {
            if (type.spellings.contains(spelling)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The names of the attribute types, such as {@code SS}; none for {@link #MISSING}. */
    List<String> attributeTypes() {
        return attributeTypes;
    }
}
