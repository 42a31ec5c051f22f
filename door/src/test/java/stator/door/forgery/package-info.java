/**
 * Requests that were signed and changed afterwards, by the million: {@link
 * stator.door.forgery.ForgedRequestsTest}. It signs by code of its own, which shares nothing with
 * what verifies.
 */
package stator.door.forgery;
