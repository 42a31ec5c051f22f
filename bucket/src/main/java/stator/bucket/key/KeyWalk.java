package stator.bucket.key;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Through the keys of a tree in their order, from any key on, opening only the folders that are on
 * the way. Belongs to one thread.
 *
 * <p>What is added or deleted meanwhile may be met or not; what is there all the time is met once.
 */
public final class KeyWalk implements KeySource {
    /**
     * A folder or a key.
     *
     * @param text the ordered text of the key, or with which all keys in the folder begin
     * @param path where it is
     */
    public record Node(String text, String path, boolean folder) {}

    /** How a folder is opened. */
    @FunctionalInterface
    public interface Opener {
        /** What is in it, in any order, a key once. */
        List<Node> open(Node folder) throws IOException;
    }

    private record Opened(String text, Iterator<Node> nodes) {}

    private final Opener opener;
    private final String prefix;
    private final String after;
    private final Deque<Opened> stack = new ArrayDeque<>();
    private Optional<String> skipped = Optional.empty();

    /**
     * @param root the folder of all keys
     * @param prefix with which keys begin, as an ordered text
     * @param after before the first key; empty for all
     */
    public KeyWalk(Opener opener, Node root, String prefix, String after) throws IOException {
        this.opener = opener;
        this.prefix = prefix;
        this.after = after;
        push(root);
    }

    private void push(Node folder) throws IOException {
        List<Node> nodes = opener.open(folder);
        stack.push(
                new Opened(
                        folder.text(),
                        nodes.stream().sorted(Comparator.comparing(Node::text)).iterator()));
    }

    @Override
    public void skip(String text) {
        skipped = Optional.of(text);
        while (!stack.isEmpty() && stack.peek().text().startsWith(text)) {
            stack.pop();
        }
    }

    @Override
    public Optional<String> next() throws IOException {
        while (!stack.isEmpty()) {
            Iterator<Node> nodes = stack.peek().nodes();
            if (!nodes.hasNext()) {
                stack.pop();
                continue;
            }
            Node node = nodes.next();
            if (skipped.isPresent() && node.text().startsWith(skipped.get())) {
                continue;
            }
            if (!node.folder()) {
                if (node.text().startsWith(prefix) && isAfter(node.text())) {
                    return Optional.of(node.text());
                }
            } else if (mayHave(node.text())) {
                push(node);
            }
        }
        return Optional.empty();
    }

    private boolean isAfter(String text) {
        return after.isEmpty() || text.compareTo(after) > 0;
    }

    private boolean mayHave(String folder) {
        boolean onTheWay = folder.startsWith(prefix) || prefix.startsWith(folder);
        return onTheWay && (after.startsWith(folder) || isAfter(folder));
    }
}
