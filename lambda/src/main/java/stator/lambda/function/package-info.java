/**
 * What is known of functions: their versions, aliases and settings, and where that is kept. Knows
 * neither requests nor processes. Start reading at {@link stator.lambda.function.FunctionStore}.
 */
package stator.lambda.function;
