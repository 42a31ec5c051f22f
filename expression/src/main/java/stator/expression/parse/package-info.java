/** From text to tree, with what is wrong in a text whatever is bound to it. */
package stator.expression.parse;
