/** What S3 asks of those whom it notifies. */
package stator.s3.target;
