package stator.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import stator.door.Access;
import stator.door.Authorizer.Verdict;
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
 * @param judge decides whether the caller may do something; empty if everybody may do everything
 * @param memory what it may hold beside the body
 */
public record Call(
        Optional<String> target,
        byte[] body,
        Principal principal,
        Optional<ApiException> refusal,
        Optional<Judge> judge,
        MemoryLease memory) {
    /** Decides whether the caller may do all of some accesses. */
    @FunctionalInterface
    public interface Judge extends Function<List<Access>, Verdict> {}

    /** A call of somebody who may do everything. */
    public Call(
            Optional<String> target,
            byte[] body,
            Principal principal,
            Optional<ApiException> refusal,
            MemoryLease memory) {
        this(target, body, principal, refusal, Optional.empty(), memory);
    }

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
