/**
 * Everything around the API: HTTP, who calls, configuration, start and stop.
 *
 * <p>Start reading at {@link stator.server.StatorServer}, which wires a whole Stator; {@link
 * stator.server.HttpConnection} is where requests come in and answers go out, and {@code
 * RequestRouter} is where they turn into calls. Nothing here knows what a table is.
 */
package stator.server;
