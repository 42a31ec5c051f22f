/**
 * Files in folders, on a disk or in memory, and where in them what lies. It knows nothing of what
 * the files say. Start reading at {@link stator.bucket.file.FileTree}.
 */
package stator.bucket.file;
