/**
 * The three protocols of CloudWatch: forms with XML, JSON, and CBOR. Requests become {@code
 * Members}, answers are made of maps, lists, texts, numbers, truths and instants.
 *
 * <p>It knows no operation. Start reading at {@code Wire}.
 */
package stator.cloudwatch.wire;
