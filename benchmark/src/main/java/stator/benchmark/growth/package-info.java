/** The same calls at several sizes of a table. */
package stator.benchmark.growth;
