/**
 * What policies would say: the simulator of IAM. {@link stator.iam.simulation.SimulationActions} is
 * where to start.
 */
package stator.iam.simulation;
