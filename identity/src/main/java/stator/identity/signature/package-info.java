/**
 * AWS's Signature Version 4. It knows no service's errors and keeps no secrets; {@link
 * stator.identity.signature.OutgoingSignature} is the place to start.
 */
package stator.identity.signature;
