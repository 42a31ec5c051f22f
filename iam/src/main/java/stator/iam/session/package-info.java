/**
 * Temporary credentials: what their holder is and may do stands, sealed, in their token, so that
 * nothing has to be kept. {@link stator.iam.session.Sessions} makes and reads them.
 */
package stator.iam.session;
