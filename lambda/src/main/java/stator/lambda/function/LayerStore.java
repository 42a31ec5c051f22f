package stator.lambda.function;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;

/**
 * The versions of layers. A number is given once, also if its version was deleted. What is put
 * outlives the server; changes are made by whoever holds the monitor.
 */
public final class LayerStore {
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:[a-z-]+:lambda:([a-z0-9-]+):(\\d{12}):layer:([a-zA-Z0-9-_]+):([0-9]+)");
    private static final String LAST = "Last";

    private final Shelf versions;
    private final Shelf counters;

    public LayerStore(Documents documents) {
        versions = new Shelf(documents, "lambda-layer");
        counters = new Shelf(documents, "lambda-layer-counter");
    }

    /** The version of that ARN. */
    public Optional<Document> find(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? find(
                        new Namespace(parts.group(2), parts.group(1)),
                        parts.group(3),
                        Long.parseLong(parts.group(4)))
                : Optional.empty();
    }

    public Optional<Document> find(Namespace namespace, String name, long version) {
        return versions.find(namespace, name + ":" + version);
    }

    /** The number of the next version of a layer, which nobody gets again. */
    public long nextNumber(Namespace namespace, String name) {
        long next = counters.find(namespace, name).map(last -> last.number(LAST, 0)).orElse(0L) + 1;
        counters.put(namespace, name, Document.of(LAST, next));
        return next;
    }

    public void put(Namespace namespace, String name, long version, Document document) {
        versions.put(namespace, name + ":" + version, document);
    }

    public void delete(Namespace namespace, String name, long version) {
        versions.remove(namespace, name + ":" + version);
    }

    /** The versions of a layer, the newest first. */
    public List<Document> versions(Namespace namespace, String name) {
        return versions.list(namespace, name + ":").stream()
                .map(Shelf.Entry::document)
                .sorted(Comparator.comparingLong((Document d) -> d.number("Version", 0)).reversed())
                .toList();
    }

    /** The names of the layers that have a version. */
    public List<String> names(Namespace namespace) {
        return versions.list(namespace).stream()
                .map(entry -> entry.id().substring(0, entry.id().indexOf(':')))
                .distinct()
                .toList();
    }

    /** Whether any version has this code. */
    public boolean uses(String codeSha256) {
        return code().anyMatch(codeSha256::equals);
    }

    /** The SHA-256s of the code of all versions. */
    public Stream<String> code() {
        return versions.all().stream().map(entry -> entry.document().text("CodeSha256"));
    }
}
