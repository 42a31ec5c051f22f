/**
 * AWS Lambda as a service: functions, and what triggers them. Knows no sockets of clients and no
 * other service; those whose help it needs come in by interfaces. Start reading at {@link
 * stator.lambda.LambdaService}.
 */
package stator.lambda;
