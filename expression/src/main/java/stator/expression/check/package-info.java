/** What is wrong with a tree once its names and values are bound, in AWS's order. */
package stator.expression.check;
