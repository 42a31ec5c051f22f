/**
 * What every operation is made of: the call that came in, what it may use to answer it, how it
 * names tables, and the errors that all share. Start reading at {@link
 * stator.operation.request.Operation}.
 */
package stator.operation.request;
