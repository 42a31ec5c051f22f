package stator.s3.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlElementTest {
    /** The parser of the JDK tells stderr about it, which any client could fill. */
    @Test
    void saysNothingToTheLogAboutBytesThatAreNoText() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            byte[] document = "<Delete>\u00ff</Delete>".getBytes(StandardCharsets.ISO_8859_1);
            S3Exception refused =
                    assertThrows(S3Exception.class, () -> XmlElement.parse(document, "Delete"));
            assertEquals("MalformedXML", refused.code());
        } finally {
            System.setErr(before);
        }
        assertEquals("", log.toString(StandardCharsets.UTF_8));
    }

    /** The parser of the JDK has no words for it, and fails over that. */
    @Test
    void aControlCharacterInADocumentTypeIsTheDocumentsError() {
        byte[] document = "<!DOCTYPE x [<!E\u000e>]><Delete/>".getBytes(StandardCharsets.UTF_8);
        S3Exception refused =
                assertThrows(S3Exception.class, () -> XmlElement.parse(document, "Delete"));
        assertEquals("MalformedXML", refused.code());
    }

    @Test
    void readsADocumentBehindAByteOrderMark() {
        byte[] document =
                "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete>\u00e4</Delete>"
                        .getBytes(StandardCharsets.UTF_8);
        assertEquals("\u00e4", XmlElement.parse(document, "Delete").text());
    }
}
