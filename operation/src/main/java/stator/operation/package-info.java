/**
 * The first door: one class per API operation, and {@link stator.operation.Operations}, which reads
 * a call, finds its operation, and puts every answer and every error on the wire.
 *
 * <p>It never knows HTTP, sockets or files. Start reading at {@link stator.operation.Operations};
 * to see what an operation looks like, at any class that implements {@code Operation}.
 */
package stator.operation;
