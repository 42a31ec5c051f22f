/**
 * Between the network and the services: what is asked ({@link stator.door.Request}), what is
 * answered ({@link stator.door.Reply}), and who decides ({@link stator.door.Handler}).
 *
 * <p>It knows no sockets and none of the services.
 */
package stator.door;
