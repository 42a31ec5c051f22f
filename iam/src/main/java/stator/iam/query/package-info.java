/**
 * AWS's query protocol: forms with an {@code Action} in, XML out, checked by the constraints of
 * AWS's own models. {@link stator.iam.query.QueryService} answers for a service; what its actions
 * mean is told by {@link stator.iam.query.Action}.
 *
 * <p>It knows no user, role or policy.
 */
package stator.iam.query;
