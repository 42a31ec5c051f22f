/**
 * What whoever opens the operations decides: how the service behaves where AWS's takes its time or
 * its share, and where what it sends goes.
 */
package stator.operation.settings;
