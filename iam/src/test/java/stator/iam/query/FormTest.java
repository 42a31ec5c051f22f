package stator.iam.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.door.ServiceException;

class FormTest {
    @Test
    void readsWhatClientsEncode() {
        Form form = Form.parse("Action=X&Name=a%20b+c%C3%A9%2B&Empty=&Bare&Name=second&Zürich=ü");
        assertEquals(Optional.of("a b cé+"), form.find("Name"));
        assertEquals(Optional.of(""), form.find("Empty"));
        assertEquals(Optional.of(""), form.find("Bare"));
        assertEquals(Optional.of("ü"), form.find("Zürich"));
        assertEquals(Optional.empty(), form.find("Other"));
    }

    @Test
    void knowsWhatIsBelowAName() {
        Form form = Form.parse("Tags.member.1.Key=a&TagsX=b");
        assertTrue(form.has("Tags"));
        assertTrue(form.has("Tags.member.1"));
        assertFalse(form.has("Tags.member.2"));
        assertFalse(form.has("Tag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=b", "a=%2\u00e9"})
    void refusesWhatIsNotEncoded(String text) {
        ServiceException refused = assertThrows(ServiceException.class, () -> Form.parse(text));
        assertEquals("MalformedQueryString", refused.code());
    }

    @Test
    void refusesWhatIsTooLarge() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 10_000; i++) {
            many.append(i).append("=&");
        }
        assertEquals(413, refusal(many.toString()));
        assertEquals(413, refusal("a=" + "b".repeat(1024 * 1024)));
        assertEquals(Optional.of("b"), Form.parse("&".repeat(1_000_000) + "a=b").find("a"));
    }

    private static int refusal(String text) {
        return assertThrows(ServiceException.class, () -> Form.parse(text)).status();
    }
}
