package stator.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A message of AWS's event stream, {@code application/vnd.amazon.eventstream}.
 *
 * <p>On the wire: length of all (4 bytes), length of the headers (4), CRC-32 of these eight bytes,
 * headers, payload, CRC-32 of all before it. A header is the length of its name (1), the name, 7
 * for a text, the length of the text (2), the text. Numbers are big-endian.
 *
 * @param headers names with what they say, none longer than its length can tell
 * @param payload belongs to the frame from now on
 */
public record EventFrame(Map<String, String> headers, byte[] payload) {
    /** The content type of an answer whose body is frames. */
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE_BYTES = 12;
    private static final int CHECKSUM_BYTES = 4;
    private static final byte TEXT = 7;
    private static final int NAME_BYTES_MAX = 255;
    private static final int TEXT_BYTES_MAX = 32_767;

    public EventFrame {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (bytes(header.getKey()).length > NAME_BYTES_MAX
                    || bytes(header.getValue()).length > TEXT_BYTES_MAX) {
                throw new IllegalArgumentException("a header that is too long: " + header.getKey());
            }
        }
    }

    /** An event of a kind, such as {@code PayloadChunk}. */
    public static EventFrame event(String kind, String contentType, byte[] payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":event-type", kind);
        headers.put(":content-type", contentType);
        headers.put(":message-type", "event");
        return new EventFrame(headers, payload);
    }

    /** What ends a stream that goes wrong: an exception of the service's model. */
    public static EventFrame exception(String kind, String contentType, byte[] payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":exception-type", kind);
        headers.put(":content-type", contentType);
        headers.put(":message-type", "exception");
        return new EventFrame(headers, payload);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The frame on the wire. */
    public byte[] encoded() {
        int headerBytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            headerBytes += 4 + bytes(header.getKey()).length + bytes(header.getValue()).length;
        }
        int all = PRELUDE_BYTES + headerBytes + payload.length + CHECKSUM_BYTES;
        ByteBuffer wire = ByteBuffer.allocate(all);
        wire.putInt(all).putInt(headerBytes);
        wire.putInt(checksum(wire));
        headers.forEach((name, text) -> {
            wire.put((byte) bytes(name).length).put(bytes(name)).put(TEXT);
            wire.putShort((short) bytes(text).length).put(bytes(text));
        });
        wire.put(payload);
        wire.putInt(checksum(wire));
        return wire.array();
    }

    /** Of what was written so far. */
    private static int checksum(ByteBuffer wire) {
        CRC32 checksum = new CRC32();
        checksum.update(wire.array(), 0, wire.position());
        return (int) checksum.getValue();
    }
}
