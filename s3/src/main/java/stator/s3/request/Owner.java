package stator.s3.request;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import stator.s3.checksum.ChecksumAlgorithm;

/** The owner of buckets and objects, by the id that S3 calls canonical. */
public final class Owner {
    private Owner() {}

    /** The id of an account: 64 hexadecimal digits that say nothing. */
    public static String id(String account) {
        byte[] text = ("canonical user " + account).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(ChecksumAlgorithm.digest("SHA-256").digest(text));
    }

    /** Writes the owner as an element. */
    public static void write(XmlWriter xml, String element, String account) {
        xml.begin(element).text("ID", id(account)).end();
    }
}
