/** What was measured, as tables. */
package stator.benchmark.report;
