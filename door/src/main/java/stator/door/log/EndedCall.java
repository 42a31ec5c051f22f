package stator.door.log;

import java.net.InetAddress;

/**
 * What the door knows of a call that has ended; the members are those of {@link LoggedCall}.
 *
 * @param source the address that it came from
 */
public record EndedCall(
        long nanos,
        String requestId,
        String service,
        String operation,
        String path,
        InetAddress source,
        String client,
        int status,
        String error,
        int requestBytes,
        int answerBytes,
        byte[] body) {}
