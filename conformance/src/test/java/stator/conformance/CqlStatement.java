package stator.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A statement for a node of Cassandra, in the few bytes of its protocol (version 4) that it needs.
 * The driver would bring another Netty than the SDK's.
 */
final class CqlStatement {
    private static final int VERSION = 4;
    private static final int STARTUP = 1;
    private static final int QUERY = 7;
    private static final int ERROR = 0;
    private static final int QUORUM = 4;
    private static final int ANSWER_MILLIS_MAX = 60_000;

    private CqlStatement() {}

    /** Executes it at the first of these nodes, and waits for the answer. */
    static void execute(String nodes, String statement) {
        String[] node = nodes.split(",")[0].split(":");
        try (Socket socket = new Socket(node[0], Integer.parseInt(node[1]))) {
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteArrayOutputStream startup = new ByteArrayOutputStream();
            DataOutputStream words = new DataOutputStream(startup);
            words.writeShort(1);
            words.writeUTF("CQL_VERSION");
            words.writeUTF("3.0.0");
            exchange(out, in, STARTUP, startup.toByteArray());
            ByteArrayOutputStream query = new ByteArrayOutputStream();
            DataOutputStream text = new DataOutputStream(query);
            byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
            text.writeInt(bytes.length);
            text.write(bytes);
            text.writeShort(QUORUM);
            text.writeByte(0);
            exchange(out, in, QUERY, query.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void exchange(DataOutputStream out, DataInputStream in, int what, byte[] body)
            throws IOException {
        out.writeByte(VERSION);
        out.writeByte(0);
        out.writeShort(0);
        out.writeByte(what);
        out.writeInt(body.length);
        out.write(body);
        out.flush();
        in.skipNBytes(4);
        int answer = in.readUnsignedByte();
        byte[] rest = in.readNBytes(in.readInt());
        if (answer == ERROR) {
            throw new IOException("Cassandra refused: " + new String(rest, StandardCharsets.UTF_8));
        }
    }
}
