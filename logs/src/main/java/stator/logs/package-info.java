/**
 * Amazon CloudWatch Logs: the operations of its API.
 *
 * <p>It knows neither HTTP nor files nor another service. Start reading at {@link
 * stator.logs.LogsService}; events are kept by {@link stator.logs.store.LogStore}.
 */
package stator.logs;
