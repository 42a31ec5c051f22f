package stator.operation;

import java.util.Optional;
import stator.identity.Principal;
import stator.model.ApiException;
import stator.model.MemoryLease;

/**
 * One call of the API, as the server hands it in: what is left of an HTTP request once transport
 * and authentication are done with it.
 *
 * @param target the value of the {@code X-Amz-Target} header, such as {@code
 *     DynamoDB_20120810.PutItem}
 * @param body the JSON; it must not change until the call is answered
 * @param principal who calls, and which region is meant
 * @param refusal why the caller is not accepted. AWS first looks whether a body is JSON and whether
 *     the operation exists, so it is the operations that give this answer.
 * @param memory what it may hold beside the body
 */
public record Call(
        Optional<String> target,
        byte[] body,
        Principal principal,
        Optional<ApiException> refusal,
        MemoryLease memory) {

    /** A call of an account's root. */
    public Call(Optional<String> target, byte[] body, String account, String region) {
        this(
                target,
                body,
                Principal.root(account, region),
                Optional.empty(),
                MemoryLease.unlimited());
    }
}
