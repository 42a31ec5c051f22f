/**
 * The commands {@code stator export}, {@code import}, {@code backup}, {@code restore} and {@code
 * truncate}: clients of the public API, of Stator's as of AWS's own.
 *
 * <p>The package knows no database and no store; from {@code operation} it has only the formats of
 * items. {@link stator.tool.Tool} is where the command line comes in.
 */
package stator.tool;
