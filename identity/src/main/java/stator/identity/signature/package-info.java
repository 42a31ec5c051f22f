/**
 * AWS's Signature Version 4, for calls that we make and for calls that others make.
 *
 * <p>What is signed of a request is said in one place for both directions. The package knows no
 * service's errors and keeps no secrets; {@link stator.identity.signature.SignatureVerifier} and
 * {@link stator.identity.signature.OutgoingSignature} are the places to start.
 */
package stator.identity.signature;
