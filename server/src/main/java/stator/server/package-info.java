/**
 * Everything around the API: who calls, configuration, start and stop.
 *
 * <p>Start reading at {@link stator.server.StatorServer}, which wires a whole Stator; {@code
 * RequestRouter} is where requests turn into calls. Nothing here knows what a table is.
 */
package stator.server;
