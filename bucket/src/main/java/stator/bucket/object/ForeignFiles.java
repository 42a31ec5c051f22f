package stator.bucket.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.file.FileTree;
import stator.bucket.key.KeyPath;
import stator.bucket.key.KeyWalk;

/**
 * The files in a bucket's folder that others put there: exports, and people with files to import.
 * Each is an object whose key is its path. Nothing is known of them but what the disk says, so
 * their ETag stands for time and size and not for the bytes.
 */
final class ForeignFiles {
    /** Files on their way begin so, see {@link stator.bucket.DirectoryBucket}. */
    private static final String UNFINISHED = ".unfinished-";

    private final FileTree files;
    private final String bucket;

    ForeignFiles(FileTree files, String bucket) {
        this.files = files;
        this.bucket = bucket;
    }

    private String path(String key) {
        return bucket + "/" + key;
    }

    /** Whether a key can be a path of a file: other keys would be the path of another one. */
    private static boolean isPath(String key) {
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            return false;
        }
        for (String name : key.split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.startsWith(UNFINISHED)) {
                return false;
            }
        }
        return true;
    }

    Optional<ObjectVersion> find(String key) throws IOException {
        if (!isPath(key)) {
            return Optional.empty();
        }
        return files.facts(path(key)).map(facts -> version(key, facts));
    }

    private ObjectVersion version(String key, FileTree.Facts facts) {
        return new ObjectVersion(
                key,
                ObjectVersion.NULL,
                facts.modifiedMicros(),
                false,
                etag(key + "\n" + facts.modifiedMicros() + "\n" + facts.bytes()),
                new Content.Foreign(path(key), facts.bytes()),
                Map.of());
    }

    /** As of an object in one part: such ETags are nobody's checksum of the bytes. */
    private static String etag(String text) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] digest = md5.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest) + "-1";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean delete(String key) throws IOException {
        return isPath(key) && files.delete(path(key));
    }

    /** The bytes of a file from one on. */
    InputStream read(Content.Foreign content, long from) throws IOException {
        SeekableByteChannel channel =
                files.open(content.path())
                        .orElseThrow(() -> new NoSuchFileException(content.path()));
        channel.position(from);
        return Channels.newInputStream(channel);
    }

    KeyWalk walk(String prefix, String after) throws IOException {
        return new KeyWalk(this::open, new KeyWalk.Node("", bucket, true), prefix, after);
    }

    private List<KeyWalk.Node> open(KeyWalk.Node folder) throws IOException {
        List<KeyWalk.Node> nodes = new ArrayList<>();
        for (FileTree.Child child : files.children(folder.path())) {
            if (child.name().startsWith(UNFINISHED)) {
                continue;
            }
            String text = folder.text() + KeyPath.ordered(child.name());
            String path = folder.path() + "/" + child.name();
            nodes.add(new KeyWalk.Node(child.folder() ? text + "/" : text, path, child.folder()));
        }
        return nodes;
    }
}
