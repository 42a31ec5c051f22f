package stator.s3.request;

import java.util.ArrayDeque;
import java.util.Deque;
import stator.door.Reply;
import stator.door.XmlText;

/** Writes a document of Amazon S3's XML. Belongs to one thread. */
public final class XmlWriter {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final StringBuilder xml = new StringBuilder(DECLARATION);
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * @param root the name of the document's element
     */
    public XmlWriter(String root) {
        xml.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        open.push(root);
    }

    /** Begins an element, which {@link #end} ends. */
    public XmlWriter begin(String name) {
        xml.append('<').append(name).append('>');
        open.push(name);
        return this;
    }

    /** Begins an element whose type is an attribute, as those of access control lists are. */
    public XmlWriter beginTyped(String name, String type) {
        xml.append('<')
                .append(name)
                .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"")
                .append(type)
                .append("\">");
        open.push(name);
        return this;
    }

    /** Ends the element that was begun last. */
    public XmlWriter end() {
        xml.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with a text. */
    public XmlWriter text(String name, String text) {
        xml.append('<').append(name).append('>');
        xml.append(XmlText.escaped(text));
        xml.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter text(String name, long number) {
        return text(name, Long.toString(number));
    }

    public XmlWriter text(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    /** An element with a text, unless the text is empty. */
    public XmlWriter textIfAny(String name, String text) {
        return text.isEmpty() ? this : text(name, text);
    }

    /** The document, all elements of which are ended now. */
    @Override
    public String toString() {
        while (!open.isEmpty()) {
            end();
        }
        return xml.toString();
    }

    /** The document as an answer. */
    public Reply reply() {
        return Reply.of(200, "application/xml", toString());
    }
}
