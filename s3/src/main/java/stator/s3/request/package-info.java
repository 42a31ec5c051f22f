/**
 * What every operation of S3 is and is called with: requests, errors, documents. It knows none of
 * the operations.
 */
package stator.s3.request;
