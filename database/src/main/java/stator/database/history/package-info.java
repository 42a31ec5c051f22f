/**
 * What a table was at other times: its journal, and snapshots.
 *
 * <p>Never knows another feature. Start reading at {@link stator.database.history.TableSnapshot}.
 */
package stator.database.history;
