/**
 * A client of the DynamoDB API of any endpoint: signed requests, retries, reading and writing a
 * whole table.
 */
package stator.tool.client;
