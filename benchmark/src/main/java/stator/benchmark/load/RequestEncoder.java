package stator.benchmark.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stator.benchmark.workload.Workload;

/**
 * Turns workloads into the bytes of HTTP requests for one endpoint, before the clock starts: what
 * is left for the measured time is to hand bytes to the kernel.
 */
public final class RequestEncoder {
    /** The echo answers by this header with a body of the workload's size. */
    public static final String USER_AGENT = "stator-benchmark/";

    private static final Set<String> STREAM_OPERATIONS =
            Set.of("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords");

    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String host;
    private final boolean sign;
    private final String amzDate;

    /**
     * {@code sign}: true signatures of the test credentials; otherwise signatures of the right
     * form.
     */
    public RequestEncoder(InetSocketAddress address, boolean sign, Instant now) {
        this.host = address.getHostString() + ":" + address.getPort();
        this.sign = sign;
        this.amzDate = AMZ_DATE.format(now);
    }

    /**
     * Requests 0 to {@code count} of a workload. They share one block of memory outside the heap.
     */
    public List<ByteBuffer> encodeAll(Workload workload, int count) {
        List<byte[]> requests = new ArrayList<>(count);
        int bytes = 0;
        for (int number = 0; number < count; number++) {
            byte[] request = encode(workload.name(), workload.operation(), workload.body(number));
            requests.add(request);
            bytes += request.length;
        }
        ByteBuffer block = ByteBuffer.allocateDirect(bytes);
        List<ByteBuffer> slices = new ArrayList<>(count);
        for (byte[] request : requests) {
            slices.add(block.slice(block.position(), request.length));
            block.put(request);
        }
        return slices;
    }

    /**
     * Requests of a workload from a number on: as many as fit into a block of memory, which must
     * have room for one.
     *
     * @param count how many at most
     */
    public List<ByteBuffer> encodeInto(ByteBuffer block, Workload workload, int first, int count) {
        block.clear();
        List<ByteBuffer> slices = new ArrayList<>();
        while (slices.size() < count) {
            int number = first + slices.size();
            byte[] request = encode(workload.name(), workload.operation(), workload.body(number));
            if (request.length > block.remaining()) {
                break;
            }
            slices.add(block.slice(block.position(), request.length));
            block.put(request);
        }
        if (slices.isEmpty() && count > 0) {
            throw new IllegalArgumentException(
                    "request " + first + " is longer than " + block.capacity() + " bytes");
        }
        return slices;
    }

    byte[] encode(String purpose, String operation, String body) {
        String service = STREAM_OPERATIONS.contains(operation) ? "DynamoDBStreams" : "DynamoDB";
        String target = service + "_20120810." + operation;
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        String signature = sign ? Signature.of(host, amzDate, target, payload) : Signature.SHAPE;
        String head =
                """
                POST / HTTP/1.1
                Host: %s
                Content-Type: %s
                X-Amz-Target: %s
                X-Amz-Date: %s
                Authorization: %s
                User-Agent: %s
                Accept-Encoding: identity
                Content-Length: %d

                """
                        .formatted(
                                host,
                                Signature.CONTENT_TYPE,
                                target,
                                amzDate,
                                Signature.authorization(amzDate, signature),
                                USER_AGENT + purpose,
                                payload.length)
                        .replace("\n", "\r\n");
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headBytes.length + payload.length];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(payload, 0, request, headBytes.length, payload.length);
        return request;
    }
}
