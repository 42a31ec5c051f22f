/**
 * What a request would do, in the words of policies: actions, ARNs, and what conditions can ask
 * about them. {@link stator.operation.permission.Permissions} asks whether the caller may.
 *
 * <p>It knows no policies of callers and does not decide; nor does it know the operations by name,
 * which tell what they are about in {@link stator.operation.request.Operation#resources}.
 */
package stator.operation.permission;
