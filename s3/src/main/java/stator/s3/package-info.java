/**
 * Amazon S3: what its requests mean.
 *
 * <p>It knows no sockets, no other service, and nothing of how objects are kept. Start reading at
 * {@link stator.s3.S3Service}; each operation is a class in a package of its kind.
 */
package stator.s3;
