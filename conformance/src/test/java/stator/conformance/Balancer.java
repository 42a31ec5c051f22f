package stator.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes connections, and gives each to the next of several servers of this machine. */
final class Balancer implements AutoCloseable {
    private final List<Integer> servers;
    private final AtomicInteger turn = new AtomicInteger();
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * @param ports where it listens
     * @param servers the ports of the servers
     */
    Balancer(List<Integer> ports, List<Integer> servers) {
        this.servers = List.copyOf(servers);
        try {
            for (int port : ports) {
                ServerSocket door = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
                doors.add(door);
                Thread.ofVirtual().start(() -> accept(door));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket door) {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                // It was closed, or the client has gone again.
            }
        }
    }

    private void connect(Socket client) {
        int port = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            connections.addAll(List.of(client, server));
            Thread answers = Thread.ofVirtual().start(() -> carry(server, client));
            carry(client, server);
            answers.join();
        } catch (IOException e) {
            // The client learns it from its connection, which is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(client);
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has gone: so has the other.
            close(from);
            close(to);
        } finally {
            connections.remove(from);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        doors.forEach(Balancer::close);
        connections.forEach(Balancer::close);
    }
}
