/**
 * Named pieces of bytes, each there as a whole or not at all: in memory, in a directory, in an S3
 * service.
 *
 * <p>It knows no tables, no operations and no requests. Start reading at {@link
 * stator.bucket.Bucket}.
 */
package stator.bucket;
