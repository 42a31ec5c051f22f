package stator.protocol;

/** The ways in which an attribute value of a request can be wrong. */
public enum ValueError {
    /** No type at all: {@code {}}. */
    EMPTY,
    /** More than one type. */
    SEVERAL_TYPES,
    /** {@code {"NULL": false}}. */
    NULL_FALSE,
    /** An empty SS, NS or BS. */
    EMPTY_SET,
    /** An SS, NS or BS that has an element twice. */
    DUPLICATE_IN_SET,
    /** Not a number, or one outside the range or precision. */
    NUMBER,
    /** Maps and lists nested too deeply. */
    NESTING,
    /** An attribute name that is empty or too long. */
    ATTRIBUTE_NAME
}
