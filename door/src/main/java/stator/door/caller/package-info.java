/**
 * Who is let in and what it may do: {@link stator.door.caller.SignatureForm} believes what a
 * signature says, {@link stator.door.caller.VerifiedSignatures} verifies it, and {@link
 * stator.door.caller.PolicyAuthorizer} asks the policies.
 *
 * <p>The door knows none of them; whoever wires the server chooses.
 */
package stator.door.caller;
