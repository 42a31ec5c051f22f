/**
 * Changes of tables, to be read or to be sent: DynamoDB Streams with shards, iterators and records,
 * and the Kinesis streaming destinations, whose delivery is in {@link stator.operation.kinesis}.
 */
package stator.operation.stream;
