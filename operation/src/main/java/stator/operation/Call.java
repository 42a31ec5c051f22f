package stator.operation;

import java.util.Optional;

/**
 * One call of the API, as the server hands it in: what is left of an HTTP request once transport
 * and authentication are done with it.
 *
 * @param target the value of the {@code X-Amz-Target} header, such as {@code
 *     DynamoDB_20120810.PutItem}
 * @param body the JSON; it must not change until the call is answered
 * @param account twelve digits
 * @param region the region the caller signed for
 */
public record Call(Optional<String> target, byte[] body, String account, String region) {}
