/**
 * Black-box tests: the built product as a user starts it, driven by the real AWS CLI and SDKs.
 *
 * <p>Nothing here may use a class of Stator. Start reading at {@link
 * stator.conformance.ServerProcess}.
 */
package stator.conformance;
