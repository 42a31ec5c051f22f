/**
 * What was used of tables, minute by minute: capacity, calls, errors.
 *
 * <p>It knows nothing of the others, who count into it. Start reading at {@link
 * stator.operation.usage.Usage}.
 */
package stator.operation.usage;
