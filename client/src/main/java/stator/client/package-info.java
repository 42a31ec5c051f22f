/**
 * How services that speak AWS's JSON protocols are called: who calls, and how that is signed.
 *
 * <p>It knows no operations of any service and opens no connections. {@link
 * stator.client.OutgoingSignature} is the place to start.
 */
package stator.client;
