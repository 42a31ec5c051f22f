/**
 * Runs functions as child processes of this machine.
 *
 * <p>A process speaks the Runtime API (2018-06-01) with {@link stator.lambda.runtime.RuntimePort},
 * as any custom runtime of AWS does. It knows programs and invocations, and nothing of how
 * functions are defined or kept. Start reading at {@link stator.lambda.runtime.Sandboxes}.
 */
package stator.lambda.runtime;
