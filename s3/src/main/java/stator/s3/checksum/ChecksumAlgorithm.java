package stator.s3.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that S3 keeps with objects. */
public enum ChecksumAlgorithm {
    CRC32(4, 0xEDB88320L),
    CRC32C(4, 0x82F63B78L),
    CRC64NVME(8, Crc64Nvme.POLYNOMIAL),
    SHA1(20, 0),
    SHA256(32, 0);

    private final int bytes;
    private final long polynomial;

    /**
     * @param polynomial the lowest bit first; 0 for a checksum that cannot be combined
     */
    ChecksumAlgorithm(int bytes, long polynomial) {
        this.bytes = bytes;
        this.polynomial = polynomial;
    }

    /** The one of a name as it stands in headers and documents, in letters of any size. */
    public static Optional<ChecksumAlgorithm> of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** The header that carries it. */
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element that carries it. */
    public String element() {
        return "Checksum" + name();
    }

    /** How many bytes it has. */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether the checksum of a whole follows from those of its parts. Only such a one can be that
     * of a whole object that was uploaded in parts.
     */
    public boolean canBeCombined() {
        return polynomial != 0;
    }

    /** Whether that of an object in parts can be that of the parts' checksums. */
    public boolean canBeComposite() {
        return this != CRC64NVME;
    }

    /** Begins to compute one. */
    public RunningChecksum begin() {
        return switch (this) {
            case CRC32 -> new OfChecksum(new CRC32(), bytes);
            case CRC32C -> new OfChecksum(new CRC32C(), bytes);
            case CRC64NVME -> new OfChecksum(new Crc64Nvme(), bytes);
            case SHA1 -> new OfDigest(digest("SHA-1"));
            case SHA256 -> new OfDigest(digest("SHA-256"));
        };
    }

    /**
     * The checksum of two texts, one after the other.
     *
     * @param secondLength how many bytes the second text has
     */
    public byte[] combined(byte[] first, byte[] second, long secondLength) {
        if (!canBeCombined()) {
            throw new IllegalStateException(this + " cannot be combined");
        }
        return bytes(
                CrcCombination.combined(
                        polynomial, 8 * bytes, number(first), number(second), secondLength),
                bytes);
    }

    private static long number(byte[] big) {
        long number = 0;
        for (byte each : big) {
            number = number << 8 | each & 0xFF;
        }
        return number;
    }

    private static byte[] bytes(long number, int count) {
        byte[] big = new byte[count];
        for (int i = 0; i < count; i++) {
            big[i] = (byte) (number >>> 8 * (count - 1 - i));
        }
        return big;
    }

    /** One of Java's digests, which all Javas have. */
    public static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record OfChecksum(Checksum checksum, int count) implements RunningChecksum {
        @Override
        public void update(byte[] source, int start, int length) {
            checksum.update(source, start, length);
        }

        @Override
        public byte[] value() {
            return bytes(checksum.getValue(), count);
        }
    }

    private record OfDigest(MessageDigest digest) implements RunningChecksum {
        @Override
        public void update(byte[] source, int start, int length) {
            digest.update(source, start, length);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }
}
