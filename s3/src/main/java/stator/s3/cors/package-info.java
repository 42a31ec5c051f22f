/** Which web pages a bucket lets in: its rules of cross-origin resource sharing. */
package stator.s3.cors;
