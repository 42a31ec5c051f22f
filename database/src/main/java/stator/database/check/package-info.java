/**
 * Whether the rows of a table fit each other, as they stood at one moment, while the table is read
 * and written. Knows no feature: what a feature keeps of items is {@link
 * stator.database.row.DerivedRows}.
 *
 * <p>Start reading at {@link stator.database.check.TableMoment}.
 */
package stator.database.check;
