/**
 * Requests and responses as bytes: JSON read by the shapes of AWS's own model, and written.
 *
 * <p>It knows no operation and no table. Start reading at {@code RequestReader}, which turns a
 * request's bytes into a {@code Struct}, and at {@code ResponseWriter}.
 */
package stator.protocol;
