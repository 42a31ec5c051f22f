/**
 * Operations that carry whole tables out and in: imports, exports and bulk operations. The jobs
 * that do it are in {@link stator.operation.archive}.
 */
package stator.operation.transfer;
