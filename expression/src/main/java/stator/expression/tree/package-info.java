/** What the parts of an expression are, and what they say of an item's document. Knows no text. */
package stator.expression.tree;
