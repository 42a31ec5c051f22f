/**
 * Everything that a request says about items in a language of its own: conditions, filters, key
 * conditions, projections and updates, and their legacy forms.
 *
 * <p>A text is parsed once ({@link stator.expression.ExpressionCache}), bound to one request's
 * placeholders ({@link stator.expression.ExpressionContext}) and evaluated many times on item
 * documents. The packages go one way: {@code error} and {@code tree} know none of the others,
 * {@code parse} makes trees of texts, {@code check} finds what is wrong with them once bound,
 * {@code key} and {@code legacy} are key conditions and what was before expressions. None knows
 * tables, storage or JSON. Start reading at {@code ExpressionContext}.
 */
package stator.expression;
