/**
 * Connects functions with the rest of the server: their logs, their credentials, the changes that
 * trigger them. The only place that knows both sides.
 */
package stator.server.function;
