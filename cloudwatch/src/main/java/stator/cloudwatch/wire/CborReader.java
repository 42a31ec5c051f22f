package stator.cloudwatch.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CBOR (RFC 8949), as far as Smithy uses it: integers, floating point numbers, texts, bytes,
 * lists and maps of known or unknown length, truths, null, and the tag of a time.
 */
final class CborReader {
    private static final int DEPTH_MAX = 30;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;
    private static final int TAG_OF_TIME = 1;
    private static final double NANOS = 1e9;

    private final ByteBuffer in;
    private int depth;

    private CborReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    static Object read(byte[] bytes) {
        CborReader reader = new CborReader(bytes);
        try {
            Object value = reader.value();
            if (reader.in.hasRemaining()) {
                throw new WireException("Something follows the CBOR.");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new WireException("The CBOR ends in the middle.");
        }
    }

    static Instant instant(double seconds) {
        if (!(Math.abs(seconds) < 1e11)) {
            throw new WireException("A time of no calendar.");
        }
        BigDecimal exact = BigDecimal.valueOf(seconds);
        long whole = (long) Math.floor(seconds);
        long nanos =
                exact.subtract(BigDecimal.valueOf(whole))
                        .multiply(BigDecimal.valueOf(NANOS))
                        .longValue();
        return Instant.ofEpochSecond(whole, nanos);
    }

    private Object value() {
        if (++depth > DEPTH_MAX) {
            throw new WireException("The CBOR is nested too deeply.");
        }
        int head = in.get() & 0xff;
        int info = head & 0x1f;
        Object value =
                switch (head >> 5) {
                    case 0 -> argument(info);
                    case 1 -> -1 - argument(info);
                    case 2 -> new String(bytes(info, 2), StandardCharsets.ISO_8859_1);
                    case 3 -> new String(bytes(info, 3), StandardCharsets.UTF_8);
                    case 4 -> list(info);
                    case 5 -> map(info);
                    case 6 -> tagged(argument(info));
                    default -> simple(info);
                };
        depth--;
        return value;
    }

    private long argument(int info) {
        long argument =
                switch (info) {
                    case 24 -> in.get() & 0xff;
                    case 25 -> in.getShort() & 0xffff;
                    case 26 -> in.getInt() & 0xffffffffL;
                    case 27 -> in.getLong();
                    default -> info;
                };
        if (info > 27 || argument < 0) {
            throw new WireException("A number of CBOR that is none.");
        }
        return argument;
    }

    private byte[] bytes(int info, int major) {
        if (info == INDEFINITE) {
            return pieces(major);
        }
        long length = argument(info);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private byte[] pieces(int major) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!isBreak()) {
            int head = in.get() & 0xff;
            if (head >> 5 != major || (head & 0x1f) == INDEFINITE) {
                throw new WireException("A text of CBOR in pieces that are none.");
            }
            all.writeBytes(bytes(head & 0x1f, major));
        }
        return all.toByteArray();
    }

    private boolean isBreak() {
        if (!in.hasRemaining()) {
            throw new BufferUnderflowException();
        }
        boolean found = (in.get(in.position()) & 0xff) == BREAK;
        if (found) {
            in.get();
        }
        return found;
    }

    /** Whether there is another element; lengths are counted down, none is -1. */
    private boolean hasNext(long left) {
        return left < 0 ? !isBreak() : left > 0;
    }

    private List<Object> list(int info) {
        List<Object> list = new ArrayList<>();
        long left = info == INDEFINITE ? -1 : argument(info);
        while (hasNext(left)) {
            list.add(value());
            left -= left > 0 ? 1 : 0;
        }
        return list;
    }

    private Map<String, Object> map(int info) {
        Map<String, Object> map = new LinkedHashMap<>();
        long left = info == INDEFINITE ? -1 : argument(info);
        while (hasNext(left)) {
            map.put(String.valueOf(value()), value());
            left -= left > 0 ? 1 : 0;
        }
        return map;
    }

    private Object tagged(long tag) {
        Object value = value();
        return tag == TAG_OF_TIME && value instanceof Number seconds
                ? instant(seconds.doubleValue())
                : value;
    }

    private Object simple(int info) {
        return switch (info) {
            case 20 -> false;
            case 21 -> true;
            case 22, 23 -> null;
            case 25 -> (double) Float.float16ToFloat(in.getShort());
            case 26 -> (double) in.getFloat();
            case 27 -> in.getDouble();
            default -> throw new WireException("A value of CBOR that is none.");
        };
    }
}
