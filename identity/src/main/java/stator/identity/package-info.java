/**
 * Who calls: {@link stator.identity.Principal}, and the credentials of calls that we make.
 *
 * <p>It knows no service, no HTTP and no store.
 */
package stator.identity;
