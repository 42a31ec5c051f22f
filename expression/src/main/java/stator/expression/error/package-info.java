/** What is wrong with an expression, in AWS's words. */
package stator.expression.error;
