/**
 * Who is let into this server: where its identities are kept ({@link stator.server.security.Vault})
 * and how callers are looked at ({@link stator.server.security.Callers}).
 *
 * <p>It knows no command line and no service.
 */
package stator.server.security;
