package stator.identity.policy;

/**
 * A place in the text of a policy, as AWS counts it: behind the brace that begins or ends
 * something.
 *
 * @param line from 1
 * @param column from 1
 */
public record Position(int line, int column) {}
