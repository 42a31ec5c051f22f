/**
 * All accounts and what they have in IAM, in memory and kept in {@link
 * stator.identity.account.IdentityStore}. {@link stator.iam.directory.Directory} is where to start.
 *
 * <p>It knows no requests, and decides nothing: what may be put or removed is the actions' part.
 */
package stator.iam.directory;
