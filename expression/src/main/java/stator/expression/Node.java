package stator.expression;

/**
 * A part of a condition: a condition itself or an operand of one; a function call may be either.
 */
sealed interface Node permits ConditionNode, Operand {}
