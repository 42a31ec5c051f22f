/** Where records for Kinesis streams go: {@link stator.server.kinesis.KinesisEndpoint} or files. */
package stator.server.kinesis;
