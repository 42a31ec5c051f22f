package stator.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import stator.door.BodySource;
import stator.door.Reply;

/** An answer as bytes; a body that is read while it is sent follows by itself. */
final class ReplyHead {
    private static final byte[] NO_BYTES = {};

    private ReplyHead() {}

    static byte[] toBytes(Reply reply) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + reply.length());
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeShort(reply.status());
            RequestHead.write(output, reply.contentType());
            RequestHead.write(output, reply.headers());
            output.writeBoolean(reply.close());
            RequestHead.write(output, reply.operation());
            RequestHead.write(output, reply.error());
            output.writeBoolean(reply.isStreamed());
            if (reply.isStreamed()) {
                output.writeLong(reply.source().length());
            } else {
                output.write(reply.body(), 0, reply.length());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** What gives a body of a length that follows. */
    interface Following {
        BodySource body(long length) throws IOException;
    }

    static Reply read(byte[] bytes, Following following) throws IOException {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
        int status = input.readUnsignedShort();
        String contentType = RequestHead.readText(input);
        String headers = RequestHead.readText(input);
        boolean close = input.readBoolean();
        String operation = RequestHead.readText(input);
        String error = RequestHead.readText(input);
        if (input.readBoolean()) {
            BodySource source = following.body(input.readLong());
            return new Reply(
                    status, contentType, NO_BYTES, 0, headers, close, operation, error, source);
        }
        byte[] body = input.readAllBytes();
        return new Reply(
                status,
                contentType,
                body,
                body.length,
                headers,
                close,
                operation,
                error,
                Reply.empty(status).source());
    }
}
