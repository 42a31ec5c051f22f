package stator.s3.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a document that a client sent: its name, its text and the elements in it. Of
 * attributes only the type of grantees is of interest.
 */
public record XmlElement(String name, String type, String text, List<XmlElement> children) {
    /** Documents of S3 have a handful; more would be a way to use up the stack. */
    private static final int DEPTH_MAX = 32;

    private static final XMLInputFactory FACTORY = factory();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public XmlElement {
        children = List.copyOf(children);
    }

    /** Reads nothing but what was sent: no document type, no entities of elsewhere. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * @param document in UTF-8, whatever it says itself. Java's parser writes to the log of the
     *     process what it cannot decode, so that any client could fill it
     * @param root the name that its element must have
     * @throws S3Exception MalformedXML if it is no such document
     */
    public static XmlElement parse(byte[] document, String root) {
        XmlElement element = parse(document);
        if (!element.name().equals(root)) {
            throw Errors.malformedXml();
        }
        return element;
    }

    /** The same for a document whose element may have any name. */
    static XmlElement parse(byte[] document) {
        try {
            XMLStreamReader reader =
                    FACTORY.createXMLStreamReader(new StringReader(text(document)));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // Comments and the like.
            }
            XmlElement element = read(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            return element;
        } catch (XMLStreamException | NoSuchElementException | MissingResourceException e) {
            // The last when Java's parser has no words for what is wrong.
            throw Errors.malformedXml();
        }
    }

    private static String text(byte[] document) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Errors.malformedXml();
        }
    }

    private static XmlElement read(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth == DEPTH_MAX) {
            throw Errors.malformedXml();
        }
        String name = reader.getLocalName();
        String type = "";
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            type =
                    reader.getAttributeLocalName(i).equals("type")
                            ? reader.getAttributeValue(i)
                            : type;
        }
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = reader.next();
                event != XMLStreamConstants.END_ELEMENT;
                event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(read(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return new XmlElement(name, type, text.toString(), children);
    }

    /** All elements of a name in it. */
    public List<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name().equals(child)).toList();
    }

    /** The first element of a name in it. */
    public Optional<XmlElement> first(String child) {
        return children.stream().filter(element -> element.name().equals(child)).findFirst();
    }

    /** The text of the first element of a name; empty if there is none. */
    public String text(String child) {
        return first(child).map(XmlElement::text).orElse("");
    }

    /** The text of an element that must be there. */
    public String required(String child) {
        return first(child).map(XmlElement::text).orElseThrow(Errors::malformedXml);
    }
}
