package stator.bucket.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * Files in folders, on a disk or in memory: all that the store of objects needs of either. A path
 * is names with slashes between them. Thread-safe.
 *
 * <p>What a method has done is durable when it returns, if the tree is. Folders come with what is
 * in them and go with the last of it.
 */
public interface FileTree {
    /** What a folder has. */
    record Child(String name, boolean folder) {}

    /** What is known of a file without reading it. */
    record Facts(long bytes, long modifiedMicros) {}

    /** A file that is being written; closing it before {@link #finish} takes it away. */
    abstract class NewFile extends OutputStream {
        /** Puts it there for good, as a whole. */
        public abstract void finish() throws IOException;
    }

    /** What a folder has, in no order; nothing if it is not there. */
    List<Child> children(String folder) throws IOException;

    /**
     * The names in a folder, in no order, as long as the visitor says that it wants more.
     *
     * @return whether it has got all of them
     */
    boolean names(String folder, NameVisitor visitor) throws IOException;

    /** Takes names. */
    @FunctionalInterface
    interface NameVisitor {
        /** Takes a name; whether the next one is wanted. */
        boolean visit(String name) throws IOException;
    }

    /** Room for notes of this process. */
    Scratch scratch() throws IOException;

    /** Whether a folder is there. */
    boolean isFolder(String path) throws IOException;

    /** What is known of a file, if it is there. */
    Optional<Facts> facts(String path) throws IOException;

    /** A whole file, if it is there. */
    Optional<byte[]> read(String path) throws IOException;

    /** The bytes of a file, which stay readable when it is deleted; empty if it is not there. */
    Optional<SeekableByteChannel> open(String path) throws IOException;

    /** Begins a file whose name nobody else uses. */
    NewFile create(String path) throws IOException;

    /** Puts a file there as a whole, in the place of what was there. */
    void place(String path, byte[] bytes) throws IOException;

    /** Moves a file, in the place of what was there. */
    void move(String from, String to) throws IOException;

    /**
     * Deletes a file.
     *
     * @return whether it was there
     */
    boolean delete(String path) throws IOException;

    /** Makes an empty folder, which stays until it is deleted. */
    void makeFolder(String path) throws IOException;

    /** Deletes a folder and all that is in it, if it is there. */
    void deleteFolder(String path) throws IOException;
}
