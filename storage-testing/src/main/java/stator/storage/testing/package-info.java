/**
 * What {@link stator.storage.Store} promises, as tests.
 *
 * <p>An engine's test class nests one subclass of each contract and says how to open an empty
 * store; {@code MemoryStoreTest} of this module is the example. Start reading at {@link
 * stator.storage.testing.StoreContract}.
 *
 * <p>This is no named module, because test runners and the module path do not go together well.
 */
package stator.storage.testing;
