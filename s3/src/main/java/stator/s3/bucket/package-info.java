/** Buckets as a whole: making, finding, deleting, and listing what is in them. */
package stator.s3.bucket;
