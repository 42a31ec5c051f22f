/**
 * The last calls of all clients, kept while somebody looks at them. It knows neither requests nor
 * services: the door tells it what to keep. Start with {@link stator.door.log.CallLog}.
 */
package stator.door.log;
