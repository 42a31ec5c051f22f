/**
 * Random requests to the first door, and a naive model that says what each must be answered.
 *
 * <p>Start reading at {@link stator.operation.random.RandomRequests}. A request and what it means
 * are made together: {@link stator.operation.random.RandomCondition} is the text of a condition and
 * a predicate, {@link stator.operation.random.RandomUpdate} the text of an update and a function.
 * The model knows nothing of the server's code, not even its items.
 */
package stator.operation.random;
