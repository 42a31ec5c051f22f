/**
 * AWS Identity and Access Management. {@link stator.iam.IamService} is where to start; each group
 * of actions is a class.
 *
 * <p>It knows no sockets, no store and no other service; who may call which action is the door's
 * part.
 */
package stator.iam;
