/**
 * Files of items in the formats of exports and imports: DynamoDB JSON, Ion, CSV, with what may be
 * wrong with one of their records. It knows no tables; start with {@link
 * stator.operation.format.ItemFormat}.
 */
package stator.operation.format;
