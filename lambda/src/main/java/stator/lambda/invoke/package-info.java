/**
 * Invocations: which version is meant, whether it may run, who waits for it, and what becomes of
 * events that nobody waits for. Knows no requests. Start reading at {@link
 * stator.lambda.invoke.Invoker}.
 */
package stator.lambda.invoke;
