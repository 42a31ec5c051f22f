package stator.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Whether JSON is Unicode: UTF-8 without overlong forms and halves of surrogate pairs, and no such
 * halves in escapes. The parser would put other characters in their place, and what a client sends
 * must be stored as it is or refused.
 */
final class UnicodeCheck {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final int ESCAPE_LENGTH = 6;
    private static final int BUFFER_LENGTH = 4096;

    private UnicodeCheck() {}

    static boolean isUnicode(byte[] json) {
        return !mayHaveEscapesOrMore(json) || isUtf8(json) && hasWholeEscapes(json);
    }

    /** Whether there is a backslash or a byte beyond ASCII: most requests have neither. */
    private static boolean mayHaveEscapesOrMore(byte[] json) {
        int at = 0;
        for (; at + Long.BYTES <= json.length; at += Long.BYTES) {
            long eight = (long) LONGS.get(json, at);
            long difference = eight ^ BACKSLASHES;
            long zeros = (difference - ONES) & ~difference;
            if (((eight | zeros) & HIGHS) != 0) {
                return true;
            }
        }
        for (; at < json.length; at++) {
            if (json[at] < 0 || json[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] json) {
        int ascii = 0;
        while (ascii < json.length && json[ascii] >= 0) {
            ascii++;
        }
        if (ascii == json.length) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(json, ascii, json.length - ascii);
        CharBuffer thrownAway = CharBuffer.allocate(Math.min(rest.remaining(), BUFFER_LENGTH));
        while (true) {
            CoderResult result = decoder.decode(rest, thrownAway, true);
            if (!result.isOverflow()) {
                return !result.isError();
            }
            thrownAway.clear();
        }
    }

    /** Escapes that are none are left to the parser. */
    private static boolean hasWholeEscapes(byte[] json) {
        int at = 0;
        while (at < json.length) {
            if (json[at] != '\\') {
                at++;
                continue;
            }
            int unit = unit(json, at);
            if (unit < 0 || !Character.isSurrogate((char) unit)) {
                at += 2;
                continue;
            }
            int next = unit(json, at + ESCAPE_LENGTH);
            if (!Character.isHighSurrogate((char) unit)
                    || next < 0
                    || !Character.isLowSurrogate((char) next)) {
                return false;
            }
            at += 2 * ESCAPE_LENGTH;
        }
        return true;
    }

    /** The code unit of the escape at that place; negative if there is none. */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE_LENGTH > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
