/**
 * Load on any DynamoDB endpoint, several side by side; the time a server needs to start; and what
 * calls cost inside Stator.
 *
 * <p>The harness is a client of the wire protocol and knows nothing of Stator's modules, so that
 * every server is measured by the same means; only {@link stator.benchmark.OperationsCommand} looks
 * inside. Start reading at {@link stator.benchmark.LoadCommand}; a new kind of load is one class
 * that implements {@link stator.benchmark.workload.Workload} and one line in {@link
 * stator.benchmark.workload.Workloads}.
 */
package stator.benchmark;
