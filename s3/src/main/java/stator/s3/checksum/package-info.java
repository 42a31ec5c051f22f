/** The checksums of Amazon S3. It knows no objects and no requests. */
package stator.s3.checksum;
