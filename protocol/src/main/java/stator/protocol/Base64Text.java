package stator.protocol;

import java.util.Arrays;
import stator.model.ApiException;

/** Base64 as AWS takes it: padded, of the standard alphabet, without stray bits at the end. */
final class Base64Text {
    private static final byte[] VALUES = values();
    private static final byte PAD = 64;

    private Base64Text() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['='] = PAD;
        return values;
    }

    /**
     * The bytes of a text.
     *
     * @throws ApiException a SerializationException in AWS's words
     */
    static byte[] decode(char[] text, int start, int length) {
        if (length % 4 != 0) {
            throw WrongType.of(
                    "Base64 encoded length is expected a multiple of 4 bytes but found: " + length);
        }
        int end = start + length;
        int padding = padding(text, start, end);
        byte[] bytes = new byte[length / 4 * 3 - padding];
        int out = 0;
        for (int at = start; at < end; at += 4) {
            boolean last = at + 4 == end;
            int a = value(text[at], false);
            int b = value(text[at + 1], false);
            int c = value(text[at + 2], last && padding == 2);
            int d = value(text[at + 3], last && padding >= 1);
            int bits = a << 18 | b << 12 | c << 6 | d;
            if (last && padding > 0 && (bits & (padding == 1 ? 0xff : 0xffff)) != 0) {
                throw strayBits();
            }
            bytes[out++] = (byte) (bits >> 16);
            if (out < bytes.length) {
                bytes[out++] = (byte) (bits >> 8);
            }
            if (out < bytes.length) {
                bytes[out++] = (byte) bits;
            }
        }
        return bytes;
    }

    private static int padding(char[] text, int start, int end) {
        if (start == end || text[end - 1] != '=') {
            return 0;
        }
        return text[end - 2] == '=' ? 2 : 1;
    }

    /** Six bits; zero for the padding, where that may stand. */
    private static int value(char c, boolean mayPad) {
        int value = c < 128 ? VALUES[c] : -1;
        if (value < 0) {
            throw WrongType.of("Invalid Base64 character: '" + c + "'");
        }
        if (value == PAD) {
            if (!mayPad) {
                throw strayBits();
            }
            return 0;
        }
        return value;
    }

    private static ApiException strayBits() {
        // "dectected" is AWS's spelling.
        return WrongType.of("Invalid last non-pad Base64 character dectected");
    }
}
