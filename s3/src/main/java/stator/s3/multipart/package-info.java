/** Uploads in parts. */
package stator.s3.multipart;
