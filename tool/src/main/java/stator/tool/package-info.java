/**
 * The commands {@code stator export}, {@code import}, {@code backup}, {@code restore} and {@code
 * truncate}: clients of the public API, of Stator's as of AWS's own.
 *
 * <p>The package knows no database and no store; from {@code operation} it has only the formats of
 * items. {@code client} speaks to the endpoint, {@code item} reads and writes what files hold,
 * {@code output} is where it goes. {@link stator.tool.Tool} is where the command line comes in.
 */
package stator.tool;
