/**
 * What becomes of objects as they grow old: the rules of a bucket, and who does what they say.
 * Start reading at {@link stator.s3.lifecycle.Housekeeping}.
 */
package stator.s3.lifecycle;
