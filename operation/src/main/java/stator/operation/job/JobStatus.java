package stator.operation.job;

/** How far a job is; the names are the API's. */
public enum JobStatus {
    IN_PROGRESS,
    COMPLETED,
    COMPLETED_WITH_ERRORS,
    CANCELLING,
    CANCELLED,
    FAILED;

    /** Whether nothing more will be done. */
    public boolean isOver() {
        return this != IN_PROGRESS && this != CANCELLING;
    }
}
