package stator.lambda.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * Documents of one kind that outlive the server, beside the tables. An id is unique in its
 * namespace. What {@link #put} has returned from is durable.
 */
public final class Shelf {
    private static final String JSON = "json";
    private static final String ACCOUNT = "account";
    private static final String REGION = "region";
    private static final String ID = "id";

    private final Documents documents;
    private final String kind;

    /**
     * @param kind a word that no other owner of documents uses
     */
    public Shelf(Documents documents, String kind) {
        this.documents = documents;
        this.kind = kind;
    }

    /** A document, whose it is, and its id. */
    public record Entry(Namespace namespace, String id, Document document) {}

    public Optional<Document> find(Namespace namespace, String id) {
        return documents.find(kind, namespace, id).map(Shelf::document);
    }

    public void put(Namespace namespace, String id, Document document) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(ACCOUNT, AttributeValue.string(namespace.account()));
        item.put(REGION, AttributeValue.string(namespace.region()));
        item.put(ID, AttributeValue.string(id));
        item.put(JSON, AttributeValue.string(document.json()));
        documents.put(kind, namespace, id, Item.of(item));
    }

    public void remove(Namespace namespace, String id) {
        documents.remove(kind, namespace, id);
    }

    /** What a document is called among all there are. */
    public Documents.Name name(Namespace namespace, String id) {
        return new Documents.Name(kind, namespace, id);
    }

    /** Removes those of all namespaces for which a condition holds. */
    public void removeIf(Predicate<Entry> condition) {
        all().stream().filter(condition).forEach(entry -> remove(entry.namespace(), entry.id()));
    }

    /** All of one namespace, in the order of their ids. */
    public List<Entry> list(Namespace namespace) {
        return list(namespace, "");
    }

    /** Those of one namespace whose ids begin with a text, in the order of their ids. */
    public List<Entry> list(Namespace namespace, String prefix) {
        return documents.list(kind, namespace, prefix).stream()
                .map(entry -> new Entry(namespace, entry.id(), document(entry.document())))
                .toList();
    }

    /** Those of all namespaces. */
    public List<Entry> all() {
        return documents.all(kind).stream()
                .map(item ->
                        new Entry(
                                new Namespace(item.get(ACCOUNT).text(), item.get(REGION).text()),
                                item.get(ID).text(),
                                document(item)))
                .toList();
    }

    private static Document document(Item item) {
        return Document.parseOwn(item.get(JSON).text());
    }
}
