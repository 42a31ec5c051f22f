/**
 * Everything that a request says about items in a language of its own: conditions, filters, key
 * conditions, projections and updates, and their legacy forms.
 *
 * <p>A text is parsed once ({@link stator.expression.ExpressionCache}), bound to one request's
 * placeholders ({@link stator.expression.ExpressionContext}) and evaluated many times on item
 * documents. The package never knows tables, storage or JSON. Start reading at {@code
 * ExpressionContext}.
 */
package stator.expression;
