package stator.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where processes ask for invocations and answer them: AWS's Runtime API (2018-06-01) on a port of
 * loopback. Each process has a path of its own that nobody can guess, so that one function cannot
 * answer for another.
 *
 * <p>A server of its own, because its clients wait for minutes and nobody else may reach it.
 */
final class RuntimePort implements AutoCloseable {
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final byte[] OK = "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NONE = {};
    private static final int CONNECTIONS_PENDING_MAX = 256;

    private final ServerSocket listener;
    private static final int EXPECTED_SECONDS_MAX = 10;

    /** By their secrets; those that are expected may call before they are known. */
    private final Map<String, CompletableFuture<Sandbox>> sandboxes = new ConcurrentHashMap<>();

    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private RuntimePort(ServerSocket listener) {
        this.listener = listener;
        Thread accepting = new Thread(this::accept, "stator-lambda-port");
        accepting.setDaemon(true);
        accepting.start();
    }

    /** Listens at a free port of loopback. */
    static RuntimePort open() {
        try {
            return new RuntimePort(
                    new ServerSocket(
                            0, CONNECTIONS_PENDING_MAX, InetAddress.getByName("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException("No port of loopback can be had for functions", e);
        }
    }

    /** What a process has in {@code AWS_LAMBDA_RUNTIME_API}. */
    String address(String secret) {
        return "127.0.0.1:" + listener.getLocalPort() + "/" + secret;
    }

    /** A process that is about to be started. */
    void expect(String secret) {
        sandboxes.put(secret, new CompletableFuture<>());
    }

    /** The process that was expected. */
    void add(String secret, Sandbox sandbox) {
        sandboxes.get(secret).complete(sandbox);
    }

    void remove(String secret) {
        sandboxes.remove(secret);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().name("stator-lambda-runtime").start(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a connection that was gone before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            OutputStream out = socket.getOutputStream();
            for (RuntimeRequest request = RuntimeRequest.read(in);
                    request != null;
                    request = RuntimeRequest.read(in)) {
                if (request.expectsContinue()) {
                    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                answer(request, out);
                request.body().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // The process is gone: whoever waits for it learns that from the process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private void answer(RuntimeRequest request, OutputStream out)
            throws IOException, InterruptedException {
        String path = request.path();
        int secretEnd = path.indexOf('/', 1);
        Sandbox sandbox = secretEnd < 0 ? null : find(path.substring(1, secretEnd));
        if (sandbox == null || !path.startsWith(VERSION, secretEnd)) {
            write(out, 404, "", NONE);
            return;
        }
        String rest = path.substring(secretEnd + VERSION.length());
        if (request.method().equals("GET") && rest.equals("invocation/next")) {
            next(sandbox, out);
            return;
        }
        if (!request.method().equals("POST")) {
            write(out, 405, "", NONE);
            return;
        }
        boolean accepted =
                rest.equals("init/error")
                        ? sandbox.initFailed(request)
                        : ofInvocation(sandbox, rest, request);
        write(out, accepted ? 202 : 400, "", accepted ? OK : refusal());
    }

    private Sandbox find(String secret) throws InterruptedException {
        CompletableFuture<Sandbox> expected = sandboxes.get(secret);
        try {
            return expected == null ? null : expected.get(EXPECTED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    private static boolean ofInvocation(Sandbox sandbox, String rest, RuntimeRequest request)
            throws IOException, InterruptedException {
        String[] parts = rest.split("/");
        if (parts.length != 3 || !parts[0].equals("invocation")) {
            return false;
        }
        return switch (parts[2]) {
            case "response" -> sandbox.answered(parts[1], request);
            case "error" -> sandbox.failed(parts[1], request);
            default -> false;
        };
    }

    private static byte[] refusal() {
        return "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}"
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void next(Sandbox sandbox, OutputStream out)
            throws IOException, InterruptedException {
        Sandbox.Turn turn = sandbox.next();
        if (turn == null) {
            write(out, 410, "", NONE);
            return;
        }
        Invocation invocation = turn.invocation();
        StringBuilder headers = new StringBuilder();
        header(headers, "Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        header(headers, "Lambda-Runtime-Deadline-Ms", Long.toString(turn.deadlineMillis()));
        header(headers, "Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
        header(headers, "Lambda-Runtime-Trace-Id", invocation.trace());
        header(headers, "Lambda-Runtime-Client-Context", invocation.clientContext());
        write(out, 200, headers.toString(), invocation.payload());
    }

    /** Callers choose some of the values: what would end a line is left out. */
    private static void header(StringBuilder headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.append(name)
                    .append(": ")
                    .append(value.replaceAll("[\\x00-\\x1f\\x7f]", " "))
                    .append("\r\n");
        }
    }

    private static void write(OutputStream out, int status, String headers, byte[] body)
            throws IOException {
        byte[] head =
                ("HTTP/1.1 "
                                + status
                                + " -\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length
                                + "\r\n"
                                + headers
                                + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
