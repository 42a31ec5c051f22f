/** JSON objects as values, and where they are kept. Knows nothing of functions. */
package stator.lambda.document;
