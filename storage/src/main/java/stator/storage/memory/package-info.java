/**
 * The engine that keeps rows in this process's memory.
 *
 * <p>A million rows that are a few objects each are what a collector stops a process for. So rows
 * are bytes in large arrays ({@link stator.storage.memory.Blocks}), which a collector neither looks
 * into nor moves, and what finds them is arrays of numbers ({@link stator.storage.memory.Leaf}).
 * Start reading at {@link stator.storage.memory.MemoryStore}.
 */
package stator.storage.memory;
