package stator.operation.archive;

import stator.database.table.Namespace;
import stator.database.table.TableDescription;

/**
 * What is known of a backup without its items.
 *
 * @param id the last part of its ARN: 14 digits with the milliseconds of its creation, a minus, 8
 *     hexadecimal digits
 * @param expiryMillis when it goes by itself; {@link #NEVER} if somebody has to delete it
 * @param table as it was at the moment of the backup
 * @param items how many items it holds; 0 until it is complete
 * @param bytes their size as AWS counts it; 0 until it is complete
 */
public record Backup(
        Namespace namespace,
        String id,
        String name,
        Type type,
        long createdMillis,
        long expiryMillis,
        TableDescription table,
        long items,
        long bytes) {
    /** A time that does not come. */
    static final long NEVER = -1;

    /** Who made it; the names are the API's. */
    public enum Type {
        /** Somebody who asked for it. */
        USER,
        /** The service, when a table with point-in-time recovery was deleted. */
        SYSTEM
    }

    /** Its ARN. */
    public String arn() {
        return table.arn() + "/backup/" + id;
    }

    /** Whether it goes by itself some time. */
    public boolean expires() {
        return expiryMillis != NEVER;
    }

    /** The same with what it holds. */
    Backup holding(long items, long bytes) {
        return new Backup(
                namespace, id, name, type, createdMillis, expiryMillis, table, items, bytes);
    }
}
