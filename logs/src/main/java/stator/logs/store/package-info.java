/**
 * Log groups, log streams and their events as rows of a store.
 *
 * <p>It knows neither requests nor errors of the API. Start reading at {@link
 * stator.logs.store.LogStore}; how rows look is said in {@code LogRows}.
 */
package stator.logs.store;
