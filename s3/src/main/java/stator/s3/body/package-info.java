/** Bodies of requests: AWS's chunks, and all that a client says of the bytes it sends. */
package stator.s3.body;
