/**
 * The nouns of the DynamoDB API: attribute values, items, numbers, key schemas, errors.
 *
 * <p>It never knows how a request is written (JSON), where bytes are kept, or that HTTP exists.
 * Start reading at {@link stator.model.Item} and {@link stator.model.AttributeValue}: both are
 * views of one compact binary document, which is written once from the request and walked
 * everywhere else.
 */
package stator.model;
