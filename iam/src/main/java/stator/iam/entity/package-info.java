/**
 * What an account has in IAM: users, groups, roles, managed policies, instance profiles and OpenID
 * Connect providers, as immutable values that can be kept as documents.
 *
 * <p>It knows no requests and no store.
 */
package stator.iam.entity;
