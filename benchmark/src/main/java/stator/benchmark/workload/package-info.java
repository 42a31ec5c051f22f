/** What is measured: one request of a kind, as bytes, and how its answer is known to be right. */
package stator.benchmark.workload;
