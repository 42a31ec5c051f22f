/** Key conditions: which part of a table or an index is asked for. */
package stator.expression.key;
