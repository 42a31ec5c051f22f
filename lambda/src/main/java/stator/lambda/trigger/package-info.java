/**
 * Event source mappings: changes of streams become invocations of functions, in order, at least
 * once, with the retries, filters and windows that a mapping asks for.
 *
 * <p>It reads streams through {@link stator.lambda.neighbour.ChangeStreams} and knows no requests.
 * Start reading at {@link stator.lambda.trigger.Mappings}, then {@link
 * stator.lambda.trigger.ShardFollower} and {@link stator.lambda.trigger.Lane}.
 */
package stator.lambda.trigger;
