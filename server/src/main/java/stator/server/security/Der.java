package stator.server.security;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Pieces of ASN.1 in its distinguished encoding (X.690), as certificates are made of them. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int OCTETS = 0x04;

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int IDENTIFIER = 0x06;
    private static final int UTF8 = 0x0C;
    private static final int TIME = 0x18;

    private Der() {}

    /** A piece of that tag with others in it. */
    static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        writeLength(content.size(), all);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        byte[] bytes = BigInteger.valueOf(length).toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        out.write(0x80 | bytes.length - start);
        out.write(bytes, start, bytes.length - start);
    }

    static byte[] integer(BigInteger value) {
        return of(INTEGER, value.toByteArray());
    }

    static byte[] truth() {
        return of(BOOLEAN, new byte[] {(byte) 0xFF});
    }

    /** Bits, the last of which may be of no account. */
    static byte[] bits(int unused, byte... bytes) {
        return of(BITS, new byte[] {(byte) unused}, bytes);
    }

    static byte[] text(String text) {
        return of(UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A time of the form {@code 20300101000000Z}. */
    static byte[] time(String time) {
        return of(TIME, time.getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier, such as {@code 2.5.29.17}. */
    static byte[] identifier(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            writeArc(Integer.parseInt(arcs[i]), bytes);
        }
        return of(IDENTIFIER, bytes.toByteArray());
    }

    private static void writeArc(int arc, ByteArrayOutputStream out) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (arc >> shift != 0) {
                out.write(0x80 | arc >> shift & 0x7F);
            }
        }
        out.write(arc & 0x7F);
    }
}
