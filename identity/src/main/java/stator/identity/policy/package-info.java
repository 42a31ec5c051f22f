/**
 * The language of AWS's policies, and what follows from them: {@link
 * stator.identity.policy.PolicySet#decide} says whether a request is allowed and which statement
 * decided.
 *
 * <p>It knows no service: what conditions ask about comes from {@link
 * stator.identity.policy.RequestValues}. Nor does it keep anything.
 */
package stator.identity.policy;
