package stator.model;

/**
 * Is shown the content of an item or value front to back, as places in its document, so that it can
 * be written elsewhere without making objects of it.
 *
 * <p>Texts are UTF-8, numbers canonical decimal texts in ASCII. Maps, lists and sets are opened and
 * closed; in a map each value is preceded by its name.
 */
public interface DocumentVisitor {
    /** The name of the attribute whose value follows. */
    void name(byte[] bytes, int start, int length);

    /** An S, N or B. */
    void scalar(AttributeType type, byte[] bytes, int start, int length);

    /** A BOOL. */
    void bool(boolean value);

    /** A NULL. */
    void nullValue();

    /** An M, L, SS, NS or BS begins. */
    void start(AttributeType type);

    /** An element of the open set. */
    void element(AttributeType elementType, byte[] bytes, int start, int length);

    /** The innermost M, L, SS, NS or BS ends. */
    void end(AttributeType type);
}
