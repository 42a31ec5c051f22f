/**
 * Searches of vector indexes.
 *
 * <p>Never knows another feature. Start reading at {@link stator.database.search.VectorSearches}.
 */
package stator.database.search;
