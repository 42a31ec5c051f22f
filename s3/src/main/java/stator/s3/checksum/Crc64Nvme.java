package stator.s3.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * The 64-bit cyclic redundancy check of the NVM Express specification, which S3 computes for
 * objects whose clients send no checksum. Eight bytes at a step, by tables. Belongs to one thread.
 */
final class Crc64Nvme implements Checksum {
    /** With the lowest bit first. */
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int STEP_BYTES = 8;
    private static final long[][] TABLES = tables();
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long remainder = ~0L;

    /** The remainder of each byte, followed by 0 to 7 bytes that are zero. */
    private static long[][] tables() {
        long[][] tables = new long[STEP_BYTES][256];
        for (int value = 0; value < 256; value++) {
            long crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            tables[0][value] = crc;
        }
        for (int zeros = 1; zeros < STEP_BYTES; zeros++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[zeros - 1][value];
                tables[zeros][value] = before >>> 8 ^ tables[0][(int) (before & 0xFF)];
            }
        }
        return tables;
    }

    @Override
    public void update(int value) {
        remainder = remainder >>> 8 ^ TABLES[0][(int) (remainder ^ value) & 0xFF];
    }

    @Override
    public void update(byte[] source, int start, int length) {
        int at = start;
        int end = start + length;
        long crc = remainder;
        for (; at + STEP_BYTES <= end; at += STEP_BYTES) {
            long next = crc ^ little(source, at);
            crc =
                    TABLES[7][(int) next & 0xFF]
                            ^ TABLES[6][(int) (next >>> 8) & 0xFF]
                            ^ TABLES[5][(int) (next >>> 16) & 0xFF]
                            ^ TABLES[4][(int) (next >>> 24) & 0xFF]
                            ^ TABLES[3][(int) (next >>> 32) & 0xFF]
                            ^ TABLES[2][(int) (next >>> 40) & 0xFF]
                            ^ TABLES[1][(int) (next >>> 48) & 0xFF]
                            ^ TABLES[0][(int) (next >>> 56) & 0xFF];
        }
        remainder = crc;
        for (; at < end; at++) {
            update(source[at]);
        }
    }

    private static long little(byte[] source, int at) {
        return (long) LONGS.get(source, at);
    }

    @Override
    public long getValue() {
        return ~remainder;
    }

    @Override
    public void reset() {
        remainder = ~0L;
    }
}
