/**
 * Work that nobody waits for: the threads it runs on, what is kept of it, and how it fills a table.
 * It does not know what the work is.
 */
package stator.operation.job;
