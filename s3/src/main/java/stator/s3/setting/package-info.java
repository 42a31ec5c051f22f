/** What is configured of buckets, each by a document of its own. */
package stator.s3.setting;
