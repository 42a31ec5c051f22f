/**
 * Who did what: a record of each call in the format of AWS CloudTrail, in a file. {@link
 * stator.door.audit.AuditLog} is the place to start.
 *
 * <p>What a request means is told by its service ({@link stator.door.audit.CallView}); this package
 * knows none.
 */
package stator.door.audit;
