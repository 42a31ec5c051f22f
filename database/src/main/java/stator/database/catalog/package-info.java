/**
 * Which tables there are, where their rows are, and the gate before each of them.
 *
 * <p>Never knows items, nor the features that follow their changes. Start reading at {@link
 * stator.database.catalog.Catalog}.
 */
package stator.database.catalog;
