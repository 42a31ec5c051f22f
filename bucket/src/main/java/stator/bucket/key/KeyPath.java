package stator.bucket.key;

import java.nio.charset.StandardCharsets;

/**
 * Keys as paths of files, and back. Every text is a key, and not every text is a path: {@code a}
 * and {@code a/b} are two keys, names of files have limits and so do their letters.
 *
 * <p>A slash ends a folder. In names, small letters, digits, dot, minus and underscore stand for
 * themselves and other bytes as {@code %XX}; so there are no names that differ in the size of
 * letters only. A name ends in {@code ~} and what it is: {@code ~d} a folder of keys, {@code ~l} a
 * folder for keys that go on beyond a name's length, {@code ~c} the record of an object, {@code ~v}
 * the folder of its other versions.
 */
public final class KeyPath {
    public static final String FOLDER = "~d";
    public static final String LONGER = "~l";
    public static final String CURRENT = "~c";
    public static final String VERSIONS = "~v";

    /** Longer names go on in another folder; file systems allow 255 bytes. */
    private static final int NAME_CHARS_MAX = 180;

    private KeyPath() {}

    /** The path of a key, without the ending. */
    public static String of(String key) {
        StringBuilder path = new StringBuilder(key.length() + 16);
        int nameStart = 0;
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            if (each == '/') {
                path.append(FOLDER).append('/');
                nameStart = path.length();
                continue;
            }
            append(path, each & 0xFF);
            if (path.length() - nameStart >= NAME_CHARS_MAX) {
                path.append(LONGER).append('/');
                nameStart = path.length();
            }
        }
        return path.toString();
    }

    private static void append(StringBuilder path, int value) {
        boolean plain =
                value >= 'a' && value <= 'z'
                        || value >= '0' && value <= '9'
                        || value == '-'
                        || value == '_'
                        || value == '.';
        if (plain) {
            path.append((char) value);
        } else {
            path.append('%').append(hex(value >> 4)).append(hex(value & 15));
        }
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }

    /**
     * A key as a text of its bytes in UTF-8, a character for each. These texts have the order of
     * keys; and a part of one is one, which is not so with letters of several bytes.
     */
    public static String ordered(String key) {
        return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The key that such a text stands for. */
    public static String key(String ordered) {
        return new String(ordered.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** What a name without its ending stands for, as such a text. */
    public static String part(String name) {
        StringBuilder part = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '%' && i + 2 < name.length()) {
                part.append((char) Integer.parseInt(name, i + 1, i + 3, 16));
                i += 2;
            } else {
                part.append(letter);
            }
        }
        return part.toString();
    }
}
