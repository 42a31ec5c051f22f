package stator.operation.job;

import stator.model.Item;

/** Members of the records in which jobs are kept. */
public final class JobMembers {
    private JobMembers() {}

    /** A member that is a text. */
    public static String text(Item record, String member) {
        return record.get(member).text();
    }

    /** A member that is a whole number. */
    public static long number(Item record, String member) {
        return Long.parseLong(text(record, member));
    }
}
