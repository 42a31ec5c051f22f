/** Objects: putting, getting, copying, deleting, and what is known of them. */
package stator.s3.object;
