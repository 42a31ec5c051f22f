/** TransactGetItems and TransactWriteItems: many items at one moment, all or none. */
package stator.operation.transaction;
