/**
 * Tables outside of the database: backups, exports and imports, their formats, and the jobs that
 * make them.
 *
 * <p>It knows items and tables, and it knows {@link stator.bucket.Bucket buckets} of named bytes;
 * it knows no paths, no sockets and no requests. Where buckets are is said by who opens the {@link
 * stator.operation.archive.Archive}: start reading there.
 */
package stator.operation.archive;
