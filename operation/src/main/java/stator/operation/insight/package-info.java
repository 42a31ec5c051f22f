/** Contributor insights: which keys of a table are asked for most. */
package stator.operation.insight;
