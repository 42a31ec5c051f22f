/**
 * What is ours beside AWS's services, as a service of its own: {@code /_stator/*}, {@code
 * /metrics}, health, and LocalStack's {@code /_aws/*}.
 *
 * <p>It knows tables and the door, and none of the services. Start reading at {@link
 * stator.admin.AdminService}; each resource is a class.
 */
package stator.admin;
