/**
 * Time to live: the items of a table by when they expire, and their deletion.
 *
 * <p>Never knows another feature. Start reading at {@link stator.database.expiry.ExpiryIndex}.
 */
package stator.database.expiry;
