/** The conditions and updates from before there were expressions. */
package stator.expression.legacy;
