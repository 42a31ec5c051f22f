/**
 * Who is known: the access keys of accounts, users and sessions, and the policies of whoever holds
 * one. {@link stator.identity.account.Identities} is what a server asks; {@link
 * stator.identity.account.RootKeys} answers for the roots of accounts.
 *
 * <p>It knows no service, no HTTP, no files and no store: what it keeps, it keeps in {@link
 * stator.identity.account.IdentityStore}, secrets sealed by a {@link
 * stator.identity.account.SecretSeal}.
 */
package stator.identity.account;
