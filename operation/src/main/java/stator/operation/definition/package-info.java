/**
 * The parts of a table's definition as requests give them: attributes, keys, indexes, capacity,
 * encryption. It knows neither replicas nor which operation asks.
 */
package stator.operation.definition;
