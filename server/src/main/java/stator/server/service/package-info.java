/**
 * The services beside DynamoDB: what each needs of this server, made when it is first used.
 *
 * <p>It knows no command line. Start reading at {@link stator.server.service.MonitoringServices}.
 */
package stator.server.service;
