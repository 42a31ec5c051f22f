/**
 * The API of AWS Lambda as requests and answers: which operation a request means, what is wrong
 * with it, and one class for the operations of each kind of resource. Start reading at {@link
 * stator.lambda.api.LambdaApi}.
 */
package stator.lambda.api;
