/** The shapes of DynamoDB's requests. Knows only how shapes are read. */
package stator.operation.shape;
