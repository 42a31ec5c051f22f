/**
 * Where the data is when it is not only here: a cluster ({@link
 * stator.server.storage.ClusterEngine}), whose engine is loaded when it is chosen ({@link
 * stator.server.storage.EngineLoader}); and the files beside the tables.
 */
package stator.server.storage;
