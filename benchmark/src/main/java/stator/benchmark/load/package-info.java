/** How a server is loaded: where it comes from, who calls it, what is read off the clock. */
package stator.benchmark.load;
