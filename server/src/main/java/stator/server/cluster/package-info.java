/**
 * Several servers before one store ({@link stator.server.cluster.ClusterMember}): one holds it and
 * answers, the others bring it what they are asked ({@link stator.server.cluster.Forwarding}) and
 * take its place when it is gone.
 */
package stator.server.cluster;
