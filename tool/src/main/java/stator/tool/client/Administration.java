package stator.tool.client;

import java.net.http.HttpRequest;
import java.time.Clock;
import stator.identity.signature.OutgoingSignature;

/** What a server of Stator has beside the API, for administrators. Thread-safe. */
public final class Administration implements AutoCloseable {
    private static final String SERVICE = "stator";
    private static final byte[] NONE = {};

    private final Connection connection;
    private final Clock clock;

    public Administration(Endpoint endpoint, Clock clock, BackOff backOff) {
        connection = new Connection(endpoint, backOff);
        this.clock = clock;
    }

    public Endpoint endpoint() {
        return connection.endpoint();
    }

    /**
     * Sends a request without a body, perhaps more than once.
     *
     * @throws ServiceException if the server refuses
     * @throws ToolException if it cannot be reached, fails again and again, or has no such path
     */
    public Answer call(String method, String path) throws InterruptedException {
        try {
            return Answer.read(connection.exchange(() -> signed(method, path), true));
        } catch (ServiceException e) {
            if (e.isUnknownPath()) {
                throw new ToolException(
                        "There is no "
                                + path
                                + " at "
                                + endpoint()
                                + ". It is Stator's own, and older versions do not have it.");
            }
            throw e;
        }
    }

    private HttpRequest.Builder signed(String method, String path) {
        Endpoint endpoint = endpoint();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(endpoint.uri().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        new OutgoingSignature(
                        endpoint.credentials(), endpoint.region(), SERVICE, "", clock.instant())
                .objectHeaders(method, endpoint.host(), path, "", NONE)
                .forEach(builder::header);
        return builder;
    }

    @Override
    public void close() {
        connection.close();
    }
}
