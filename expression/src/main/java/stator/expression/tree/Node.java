package stator.expression.tree;

/**
 * A part of a condition: a condition itself or an operand of one; a function call may be either.
 */
public sealed interface Node permits ConditionNode, Operand {}
