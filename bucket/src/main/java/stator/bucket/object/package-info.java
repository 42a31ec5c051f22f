/**
 * Objects as in Amazon S3: keys with versions, attributes and bytes of any length, uploads in
 * parts, on a disk or in memory.
 *
 * <p>It knows no protocol: what the attributes mean and which rules keys have is the affair of its
 * callers. Start reading at {@link stator.bucket.object.ObjectBucket}.
 */
package stator.bucket.object;
