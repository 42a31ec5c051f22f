package stator.fuzz;

import java.nio.charset.StandardCharsets;
import stator.s3.request.S3Exception;
import stator.s3.request.XmlElement;

/** Documents of S3. */
public final class XmlFuzz {
    private XmlFuzz() {}

    /** Fails for anything but a tree or MalformedXML. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String root = text.contains("<Delete") ? "Delete" : "CompleteMultipartUpload";
        try {
            XmlElement.parse(input, root);
        } catch (S3Exception refused) {
            Checks.hasMessage(refused);
        }
    }
}
