/**
 * The code of functions and layers: archives as they were uploaded, kept in a bucket, and the
 * folders they are unpacked to. Knows nothing of functions. Start reading at {@link
 * stator.lambda.code.CodeStore}.
 */
package stator.lambda.code;
