package stator.lambda.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;

/**
 * The functions, their versions and aliases, and what else is said of them. What is put outlives
 * the server.
 *
 * <p>Changes of this store are made one after the other, by whoever holds its monitor: they are
 * rare, and each reads before it writes.
 */
public final class FunctionStore {
    /** Who may use a function: a setting of it or of one of its qualifiers. */
    public static final String POLICY = "policy";

    /** A member of that which is no part of the policy. */
    public static final String POLICY_REVISION = FunctionVersion.OWN + "Revision";

    private static final String LATEST = "Latest";
    private static final String LAST_VERSION = "LastVersion";

    private final Documents documents;
    private final Shelf functions;
    private final Shelf versions;
    private final Shelf aliases;
    private final Shelf settings;

    public FunctionStore(Documents documents) {
        this.documents = documents;
        functions = new Shelf(documents, "lambda-function");
        versions = new Shelf(documents, "lambda-version");
        aliases = new Shelf(documents, "lambda-alias");
        settings = new Shelf(documents, "lambda-setting");
    }

    // Functions.

    public boolean exists(FunctionReference function) {
        return functions.find(function.namespace(), function.name()).isPresent();
    }

    /** The unpublished version. */
    public Optional<FunctionVersion> latest(FunctionReference function) {
        return functions
                .find(function.namespace(), function.name())
                .map(document -> new FunctionVersion(function, document.document(LATEST)));
    }

    /** All functions of a namespace, in the order of their names. */
    public List<FunctionVersion> all(Namespace namespace) {
        List<FunctionVersion> all = new ArrayList<>();
        for (Shelf.Entry entry : functions.list(namespace)) {
            all.add(
                    new FunctionVersion(
                            new FunctionReference(namespace, entry.id(), ""),
                            entry.document().document(LATEST)));
        }
        return all;
    }

    /** Puts the unpublished version in the place of the one that is there, if there is one. */
    public void putLatest(FunctionVersion latest) {
        FunctionReference function = latest.reference();
        Optional<Document> before = functions.find(function.namespace(), function.name());
        String creation =
                before.map(document -> document.document(LATEST).text(FunctionVersion.CREATION))
                        .orElseGet(() -> UUID.randomUUID().toString());
        functions.put(
                function.namespace(),
                function.name(),
                before.orElse(Document.empty())
                        .with(
                                LATEST,
                                latest.configuration().with(FunctionVersion.CREATION, creation)));
    }

    /** Removes a function with all that is known of it. */
    public void delete(FunctionReference function) {
        remove(functions, function, function.name(), List.of(versions, aliases, settings));
    }

    /**
     * Removes a document, and those whose ids begin with its own, in one commit: whoever makes
     * another of that id must not get them.
     */
    private void remove(Shelf shelf, FunctionReference function, String id, List<Shelf> others) {
        Namespace namespace = function.namespace();
        List<Documents.Name> names = new ArrayList<>(List.of(shelf.name(namespace, id)));
        for (Shelf other : others) {
            other.list(namespace, id + ":")
                    .forEach(entry -> names.add(other.name(namespace, entry.id())));
        }
        documents.removeAll(names);
    }

    // Versions.

    /** The published versions, the oldest first. */
    public List<FunctionVersion> versions(FunctionReference function) {
        return versions.list(function.namespace(), function.name() + ":").stream()
                .map(Shelf.Entry::document)
                .map(document -> new FunctionVersion(function, document))
                .sorted(Comparator.comparingLong(v -> Long.parseLong(v.version())))
                .toList();
    }

    /** A version: the unpublished one, or the one of that number. */
    public Optional<FunctionVersion> version(FunctionReference function, String number) {
        if (number.isEmpty() || number.equals(FunctionReference.LATEST)) {
            return latest(function);
        }
        return versions.find(function.namespace(), function.name() + ":" + number)
                .map(document -> new FunctionVersion(function, document));
    }

    /**
     * Publishes the unpublished version.
     *
     * @param edit what is different in the published one, whose number is in it already
     */
    public FunctionVersion publish(FunctionReference function, UnaryOperator<Document> edit) {
        Namespace namespace = function.namespace();
        Document document = functions.find(namespace, function.name()).orElseThrow();
        long number = document.number(LAST_VERSION, 0) + 1;
        Document configuration =
                edit.apply(
                        document.document(LATEST)
                                .with("Version", Long.toString(number))
                                .with("FunctionArn", function.arn() + ":" + number));
        // The number first: a crash may leave one out, but never give one twice.
        functions.put(namespace, function.name(), document.with(LAST_VERSION, number));
        versions.put(namespace, function.name() + ":" + number, configuration);
        return new FunctionVersion(function, configuration);
    }

    public void deleteVersion(FunctionReference function) {
        String id = function.name() + ":" + function.qualifier();
        remove(versions, function, id, List.of(settings));
    }

    /** Whether any version of any function has this code, as its own or as a layer's. */
    public boolean uses(String codeSha256) {
        return code().anyMatch(codeSha256::equals);
    }

    /** The SHA-256s of the code of all versions of all functions, and of their layers'. */
    public Stream<String> code() {
        return Stream.concat(
                        functions.all().stream().map(entry -> entry.document().document(LATEST)),
                        versions.all().stream().map(Shelf.Entry::document))
                .flatMap(configuration ->
                        Stream.concat(
                                Stream.of(configuration.text("CodeSha256")),
                                configuration.texts(FunctionVersion.LAYER_CODE).stream()));
    }

    /** Whether there is what a reference names: a function, one of its versions, or an alias. */
    public boolean isThere(FunctionReference function) {
        return function.isLatest() || function.isVersion()
                ? version(function, function.qualifier()).isPresent()
                : alias(function, function.qualifier()).isPresent();
    }

    // Aliases.

    public Optional<Document> alias(FunctionReference function, String name) {
        return aliases.find(function.namespace(), function.name() + ":" + name);
    }

    public List<Document> aliases(FunctionReference function) {
        return aliases.list(function.namespace(), function.name() + ":").stream()
                .map(Shelf.Entry::document)
                .toList();
    }

    public void putAlias(FunctionReference function, String name, Document alias) {
        aliases.put(function.namespace(), function.name() + ":" + name, alias);
    }

    public void deleteAlias(FunctionReference function, String name) {
        remove(aliases, function, function.name() + ":" + name, List.of(settings));
    }

    // What else is said of a function, or of one of its qualifiers.

    /** A setting of that kind; the qualifier of the reference counts. */
    public Optional<Document> setting(FunctionReference function, String kind) {
        return settings.find(function.namespace(), settingId(function, kind));
    }

    /**
     * Puts a setting of what is there still: whoever makes another of that name must not get it.
     *
     * @throws LambdaException if it is gone
     */
    public synchronized void putSetting(FunctionReference function, String kind, Document setting) {
        if (!isThere(function)) {
            throw function.notFound();
        }
        settings.put(function.namespace(), settingId(function, kind), setting);
    }

    public void removeSetting(FunctionReference function, String kind) {
        settings.remove(function.namespace(), settingId(function, kind));
    }

    /** The text of the policy of a function or of its qualifier. */
    public Optional<String> policy(FunctionReference function) {
        return setting(function, POLICY).map(policy -> policy.without(POLICY_REVISION).json());
    }

    /** The settings of that kind of all qualifiers of a function. */
    public List<Shelf.Entry> settings(FunctionReference function, String kind) {
        return settings.list(function.namespace(), function.name() + ":").stream()
                .filter(entry -> entry.id().endsWith(":" + kind))
                .toList();
    }

    /** The settings of that kind of all functions there are. */
    public List<Shelf.Entry> allSettings(String kind) {
        return settings.all().stream().filter(entry -> entry.id().endsWith(":" + kind)).toList();
    }

    private static String settingId(FunctionReference function, String kind) {
        String qualifier =
                function.qualifier().equals(FunctionReference.LATEST) ? "" : function.qualifier();
        return function.name() + ":" + qualifier + ":" + kind;
    }
}
