package stator.cloudwatch.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes answers as CBOR. */
final class CborWriter {
    private static final int NUMBER = 0;
    private static final int NEGATIVE = 1;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG_OF_TIME = 0xc1;
    private static final int DOUBLE = 0xfb;
    private static final int FALSE = 0xf4;
    private static final double MILLIS = 1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    static byte[] write(Object value) {
        CborWriter writer = new CborWriter();
        writer.value(value);
        return writer.out.toByteArray();
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                head(MAP, map.size());
                map.forEach((name, member) -> {
                    value(name);
                    value(member);
                });
            }
            case List<?> list -> {
                head(LIST, list.size());
                list.forEach(this::value);
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(TEXT, bytes.length);
                out.writeBytes(bytes);
            }
            case Instant instant -> {
                out.write(TAG_OF_TIME);
                decimal(instant.toEpochMilli() / MILLIS);
            }
            case Boolean truth -> out.write(truth ? FALSE + 1 : FALSE);
            case Double number -> decimal(number);
            case Number number -> integer(number.longValue());
            default -> throw new IllegalStateException("no value: " + value.getClass());
        }
    }

    private void decimal(double number) {
        out.write(DOUBLE);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
    }

    private void integer(long number) {
        if (number < 0) {
            head(NEGATIVE, -1 - number);
        } else {
            head(NUMBER, number);
        }
    }

    private void head(int major, long argument) {
        if (argument < 24) {
            out.write(major << 5 | (int) argument);
        } else {
            out.write(major << 5 | 27);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
        }
    }
}
