/**
 * The keys of a bucket in their order, whatever their number: as names of files, walked through by
 * folders, sorted and looked up. Knows nothing of what is under a key.
 */
package stator.bucket.key;
