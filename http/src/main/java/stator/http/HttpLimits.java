package stator.http;

/**
 * What a client may ask of the HTTP server before it is refused. Every limit is enforced before the
 * work that it bounds is done.
 *
 * @param bodyBytesMax the longest request body, as sent and after decompression
 * @param headerBytesMax the longest request line, and the longest header section
 * @param headerMillis how long a request may take from its first byte to the end of its headers
 * @param bodyMillis how long its body may take after that
 * @param idleMillis how long a connection may wait for its next request
 * @param connectionsMax how many connections may be open
 * @param connectionsPerAddressMax how many of them from one address
 * @param inFlightBytesMax how much memory all requests under way may hold
 * @param drainMillis how long a stopping server waits for the requests under way
 */
public record HttpLimits(
        int bodyBytesMax,
        int headerBytesMax,
        int headerMillis,
        int bodyMillis,
        int idleMillis,
        int connectionsMax,
        int connectionsPerAddressMax,
        long inFlightBytesMax,
        int drainMillis) {

    /** What AWS takes, and what a server with this much memory can bear. */
    public static HttpLimits defaults() {
        return new HttpLimits(
                16 * 1024 * 1024,
                16 * 1024,
                10_000,
                30_000,
                60_000,
                10_000,
                10_000,
                Math.max(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 5 * 2),
                10_000);
    }
}
