/** What the server counts of its calls and tables, and how it shows it. */
package stator.operation.metric;
