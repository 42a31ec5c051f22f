package stator.server.function;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Takes lines that functions send, in the order in which they come. */
final class Collector implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;

    private final ServerSocket listener;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** Python that defines {@code tell(line)}, which returns once the line has come. */
    String python() {
        return "import json, socket\n"
                + "def tell(line):\n"
                + "    s = socket.create_connection(('127.0.0.1', "
                + listener.getLocalPort()
                + "))\n"
                + "    s.sendall((line + '\\n').encode())\n"
                + "    s.recv(1)\n"
                + "    s.close()\n";
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8));
                String line = in.readLine();
                if (line != null) {
                    lines.add(line);
                    socket.getOutputStream().write('.');
                }
            } catch (IOException e) {
                // Closed, or a function that was ended while it spoke.
            }
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until what has come is enough. */
    List<String> await(Predicate<List<String>> isEnough) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!isEnough.test(lines)) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("Only this has come: " + lines);
            }
            Thread.sleep(5);
        }
        return lines();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
