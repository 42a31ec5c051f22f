/** How connections to the nodes are encrypted. It knows the driver, and nothing of the engine. */
package stator.storage.cassandra.tls;
