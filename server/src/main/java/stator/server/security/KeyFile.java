package stator.server.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import stator.identity.account.SecretSeal;

/**
 * The file with the key that secrets are sealed with: 64 hexadecimal digits, for nobody's eyes but
 * its owner's.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * Reads the key, and makes it first if there is no such file.
     *
     * @throws KeyFileException if the file cannot be used, or others may read it
     */
    public static SecretSeal open(Path file) {
        return new SecretSeal(key(file));
    }

    /**
     * The key itself; see {@link #open}.
     *
     * @throws KeyFileException if the file cannot be used, or others may read it
     */
    public static byte[] key(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            requirePrivate(file);
            return read(file);
        } catch (IOException e) {
            throw new KeyFileException("The key file " + file + " cannot be used: " + e);
        }
    }

    /** Whoever comes second takes the file of the first. */
    private static void make(Path file) throws IOException {
        byte[] key = new byte[SecretSeal.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, attributes(file))) {
            ByteBuffer buffer = ByteBuffer.wrap(text);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            // It is there, and that is all that was wanted.
        }
    }

    /** The rights of a file that only its owner may read, where files have such rights. */
    static FileAttribute<?>[] attributes(Path file) {
        return hasRights(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasRights(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Refuses a file that others may read. */
    static void requirePrivate(Path file) throws IOException {
        if (hasRights(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new KeyFileException(
                    "Others may read the file "
                            + file
                            + ", which holds a secret. Make it private: chmod 600 "
                            + file);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == SecretSeal.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told like a key of another length.
        }
        throw new KeyFileException(
                "The file " + file + " is no key file: it must be 64 hexadecimal digits.");
    }
}
