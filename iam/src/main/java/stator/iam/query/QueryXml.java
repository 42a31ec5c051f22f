package stator.iam.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import stator.door.XmlText;

/** Writes the result of an action: elements by the names of AWS's model. */
public final class QueryXml {
    private final StringBuilder text = new StringBuilder(512);

    /** An element with a text. */
    public QueryXml text(String name, String value) {
        text.append('<').append(name).append('>').append(XmlText.escaped(value));
        text.append("</").append(name).append('>');
        return this;
    }

    /** An element with a text, if there is one. */
    public QueryXml text(String name, Optional<String> value) {
        value.ifPresent(there -> text(name, there));
        return this;
    }

    /** An element with a whole number. */
    public QueryXml number(String name, long value) {
        return text(name, Long.toString(value));
    }

    /** An element with a truth value. */
    public QueryXml flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    /** An element with a time, to the second. */
    public QueryXml time(String name, Instant value) {
        return text(name, value.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** An element with others in it. */
    public QueryXml element(String name, Runnable inside) {
        text.append('<').append(name).append('>');
        inside.run();
        text.append("</").append(name).append('>');
        return this;
    }

    /** A list: each of its elements is written as a {@code member}. */
    public <T> QueryXml list(String name, List<T> elements, Consumer<T> inside) {
        return element(
                name, () -> elements.forEach(one -> element("member", () -> inside.accept(one))));
    }

    /** A list of texts. */
    public QueryXml texts(String name, List<String> values) {
        return element(name, () -> values.forEach(value -> text("member", value)));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
