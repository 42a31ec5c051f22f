/** The delivery of every change of a table to its Kinesis streaming destinations. */
package stator.operation.kinesis;
