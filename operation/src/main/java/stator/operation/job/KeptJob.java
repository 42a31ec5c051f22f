package stator.operation.job;

import stator.database.table.Namespace;
import stator.model.Item;

/** A job that is kept, so that it outlives a restart and can be described when it is over. */
public interface KeptJob {
    /** What is known of every job. */
    JobState state();

    /** As a record that outlives a restart. */
    Item document();

    /** Its ARN. */
    String arn();

    /** Whose it is. */
    default Namespace namespace() {
        return state().namespace();
    }

    /** The last part of its ARN. */
    default String id() {
        return state().id();
    }

    /** The table's name. */
    default String tableName() {
        return state().tableName();
    }

    /** The table's ARN. */
    default String tableArn() {
        return state().tableArn();
    }

    /** The table's id; empty if there is no such table. */
    default String tableId() {
        return state().tableId();
    }

    /** How far it is. */
    default JobStatus status() {
        return state().status();
    }

    /** When it began, in milliseconds since 1970. */
    default long startMillis() {
        return state().startMillis();
    }

    /** When it ended, in milliseconds since 1970; 0 while it is under way. */
    default long endMillis() {
        return state().endMillis();
    }

    /** Empty if it neither failed nor was cancelled. */
    default String failureCode() {
        return state().failureCode();
    }

    /** In AWS's words, or empty. */
    default String failureMessage() {
        return state().failureMessage();
    }
}
