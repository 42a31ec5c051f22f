package stator.operation.archive;

import stator.model.Item;

/** Members of the records in which jobs are kept. */
final class JobRecord {
    private JobRecord() {}

    /** A member that is a text. */
    static String text(Item record, String member) {
        return record.get(member).text();
    }

    /** A member that is a whole number. */
    static long number(Item record, String member) {
        return Long.parseLong(text(record, member));
    }
}
