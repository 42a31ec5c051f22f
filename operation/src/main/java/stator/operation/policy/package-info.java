/** Resource-based policies: kept in AWS's canonical form, and described. */
package stator.operation.policy;
