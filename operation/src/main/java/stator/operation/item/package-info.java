/**
 * Items one by one, in pages and in batches: the operations that read and write them, and what each
 * of these has in common: keys, expressions and their older forms, limits, consumed capacity.
 */
package stator.operation.item;
