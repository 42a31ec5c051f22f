/**
 * What is set once, when a database is opened.
 *
 * <p>Knows nothing. Start reading at {@link stator.database.settings.DatabaseSettings}.
 */
package stator.database.settings;
