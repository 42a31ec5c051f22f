/**
 * The language of filter patterns: terms, JSON conditions, fields between spaces, regular
 * expressions.
 *
 * <p>It knows texts only, and nothing of logs. Every match is linear in the text. Source: "Filter
 * pattern syntax" of the CloudWatch Logs user guide. Start reading at {@link
 * stator.logs.pattern.FilterPattern}.
 */
package stator.logs.pattern;
