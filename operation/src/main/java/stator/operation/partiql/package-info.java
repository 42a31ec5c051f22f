/**
 * PartiQL, the dialect that DynamoDB takes: text → tree, and what the parts of a tree mean in the
 * terms of {@code expression} and {@code database}.
 *
 * <p>It never knows tables' contents or the wire. Start reading at {@link
 * stator.operation.partiql.Statement}; {@link stator.operation.partiql.Parser} makes it.
 */
package stator.operation.partiql;
