/**
 * The contract that every storage engine implements, and what engines share.
 *
 * <p>It knows rows of bytes and nothing of items, tables or DynamoDB. Start reading at {@link
 * stator.storage.Store}. The contract's test suite runs against every engine.
 */
package stator.storage;
