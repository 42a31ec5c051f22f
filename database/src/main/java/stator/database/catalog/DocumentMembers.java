package stator.database.catalog;

import java.util.List;
import java.util.function.Consumer;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;

/** Members of item documents by their names, as the codecs of the catalog write and read them. */
final class DocumentMembers {
    private DocumentMembers() {}

    /** Writes members of a document. */
    record Writer(DocumentWriter document) {
        void text(String name, String value) {
            document.name(name);
            document.string(value);
        }

        void number(String name, long value) {
            document.name(name);
            document.number(Long.toString(value));
        }

        void flag(String name, boolean value) {
            document.name(name);
            document.bool(value);
        }

        void map(String name, Runnable members) {
            document.name(name);
            int map = document.startMap();
            members.run();
            document.end(map);
        }

        /** A list of maps. */
        <T> void list(String name, List<T> elements, Consumer<T> members) {
            document.name(name);
            int list = document.startList();
            for (T element : elements) {
                int map = document.startMap();
                members.accept(element);
                document.end(map);
            }
            document.end(list);
        }
    }

    /** Reads members of a document; what is missing is empty or the default given. */
    record Reader(Item document) {
        String text(String name, String missing) {
            return document.find(name).map(AttributeValue::text).orElse(missing);
        }

        long number(String name, long missing) {
            return document.find(name).map(v -> Long.parseLong(v.text())).orElse(missing);
        }

        boolean flag(String name, boolean missing) {
            return document.find(name).map(AttributeValue::bool).orElse(missing);
        }

        Reader map(String name) {
            return new Reader(document.find(name).map(AttributeValue::map).orElse(Item.EMPTY));
        }

        List<Reader> maps(String name) {
            return document.find(name).map(AttributeValue::list).orElse(List.of()).stream()
                    .map(value -> new Reader(value.map()))
                    .toList();
        }
    }
}
