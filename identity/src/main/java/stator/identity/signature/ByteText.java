package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text as UTF-8, to be hashed: made without a string and its copy, because every request that is
 * verified makes one. Belongs to one thread.
 */
final class ByteText {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private byte[] bytes = new byte[768];
    private int length;

    ByteText append(String text) {
        int characters = text.length();
        require(characters);
        byte[] target = bytes;
        int start = length;
        for (int i = 0; i < characters; i++) {
            char character = text.charAt(i);
            if (character > 0x7F) {
                return appendEncoded(text.getBytes(StandardCharsets.UTF_8));
            }
            target[start + i] = (byte) character;
        }
        length = start + characters;
        return this;
    }

    private ByteText appendEncoded(byte[] encoded) {
        require(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    ByteText append(char ascii) {
        require(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends a hash in small hexadecimal digits. */
    ByteText appendHex(byte[] hash) {
        require(2 * hash.length);
        for (byte one : hash) {
            bytes[length++] = HEX[one >> 4 & 0xF];
            bytes[length++] = HEX[one & 0xF];
        }
        return this;
    }

    private void require(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    ByteText clear() {
        length = 0;
        return this;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
