/**
 * What is counted of calls, and the page on which it is read. It knows neither requests nor
 * services.
 */
package stator.door.metric;
