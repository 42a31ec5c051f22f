/**
 * Services of AWS's JSON protocols: an operation has a name, one JSON object goes in and one comes
 * out.
 *
 * <p>It knows no service and no operation, and neither tables nor stores. Start reading at {@link
 * stator.rpc.JsonService}.
 */
package stator.rpc;
