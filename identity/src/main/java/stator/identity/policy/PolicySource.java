package stator.identity.policy;

/**
 * A policy and where it is from.
 *
 * @param name for whoever simulates
 * @param arn of a managed policy; empty for one that has none
 */
public record PolicySource(String name, String arn, Policy policy) {}
