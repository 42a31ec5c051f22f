package stator.s3.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tags of an object or a bucket. As an attribute they are the query of an address. */
public record Tags(Map<String, String> values) {
    private static final int KEY_CHARS_MAX = 128;
    private static final int VALUE_CHARS_MAX = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    /** Those that a document states. */
    public static Tags of(byte[] document, int max) {
        XmlElement tagging = XmlElement.parse(document, "Tagging");
        XmlElement set = tagging.first("TagSet").orElseThrow(Errors::malformedXml);
        return of(set, max);
    }

    /** Those that the field of a form states: a document of another name states none. */
    public static Tags ofForm(String document, int max) {
        XmlElement root = XmlElement.parse(document.getBytes(StandardCharsets.UTF_8));
        return root.first("TagSet").map(set -> of(set, max)).orElseGet(() -> new Tags(Map.of()));
    }

    /** Those that an element states. */
    public static Tags of(XmlElement set, int max) {
        Map<String, String> values = new LinkedHashMap<>();
        for (XmlElement tag : set.all("Tag")) {
            String key = tag.required("Key");
            if (values.put(key, tag.required("Value")) != null) {
                throw new S3Exception(
                                400, "InvalidTag", "Cannot provide multiple Tags with the same key")
                        .with("TagKey", key);
            }
        }
        return checked(values, max);
    }

    /** Those that a header states. */
    public static Tags ofHeader(String header, int max) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : header.split("&")) {
            int equals = each.indexOf('=');
            String key = Address.decoded(equals < 0 ? each : each.substring(0, equals), true);
            String value = equals < 0 ? "" : Address.decoded(each.substring(equals + 1), true);
            if (key.isEmpty() && !header.isEmpty() || values.put(key, value) != null) {
                throw Errors.invalidArgument(
                        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL"
                                + " query parameters without tag name duplicates.",
                        "x-amz-tagging",
                        header);
            }
        }
        values.remove("");
        return checked(values, max);
    }

    private static Tags checked(Map<String, String> values, int max) {
        if (values.size() > max) {
            throw new S3Exception(
                    400,
                    "BadRequest",
                    (max == 10 ? "Object" : "Bucket") + " tags cannot be greater than " + max);
        }
        values.forEach((key, value) -> {
            if (key.startsWith("aws:")) {
                throw new S3Exception(
                        400, "InvalidTag", "System tags cannot be added/updated by requester");
            }
            if (key.isEmpty() || key.length() > KEY_CHARS_MAX || !TEXT.matcher(key).matches()) {
                throw new S3Exception(400, "InvalidTag", "The TagKey you have provided is invalid")
                        .with("TagKey", key);
            }
            if (value.length() > VALUE_CHARS_MAX || !TEXT.matcher(value).matches()) {
                throw new S3Exception(
                                400, "InvalidTag", "The TagValue you have provided is invalid")
                        .with("TagKey", key)
                        .with("TagValue", value);
            }
        });
        return new Tags(values);
    }

    /** Those that an attribute states. */
    public static Tags ofAttribute(String attribute) {
        return new Tags(Address.parameters(attribute));
    }

    /** The keys. */
    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** As an attribute. */
    public String attribute() {
        List<String> pairs = new ArrayList<>();
        values.forEach((key, value) ->
                pairs.add(Address.encoded(key, "") + "=" + Address.encoded(value, "")));
        return String.join("&", pairs);
    }

    /** As a document. */
    public XmlWriter document() {
        XmlWriter xml = new XmlWriter("Tagging").begin("TagSet");
        values.forEach(
                (key, value) -> xml.begin("Tag").text("Key", key).text("Value", value).end());
        return xml;
    }
}
