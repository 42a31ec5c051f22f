package stator.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.door.testing.SentRequest;

class DirectoryTest {
    private static final Directory DIRECTORY =
            new Directory(List.of(service("first", Marks.none()), service("sts", version())));

    private static Marks version() {
        return Marks.none().version("2011-06-15");
    }

    private static Nameplate service(String name, Marks marks) {
        return Nameplate.of(
                name,
                marks,
                new ErrorForm.QueryXml("urn:x"),
                () -> {
                    throw new IllegalStateException("not asked for");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Action=GetCallerIdentity&Version=2011-06-15, sts",
        "Version=2011-06-15&Action=GetCallerIdentity, sts",
        "Action=X&Version=2011-06-15&Z=1, sts",
        "Action=X&Version=2010-05-08, first",
        "Action=X&OtherVersion=2011-06-15, first",
        "OtherVersion=2011-06-15&Version=2011-06-15, sts",
        "Action=X&Version=, first",
        "Version=, first",
        "'', first"
    })
    void aFormThatIsNotSignedIsKnownByItsVersion(String body, String expected) {
        SentRequest request =
                new SentRequest("POST", "/")
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .withBody(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, DIRECTORY.of(request).nameplate().name());
    }
}
