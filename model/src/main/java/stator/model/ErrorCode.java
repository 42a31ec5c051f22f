package stator.model;

/**
 * The errors of the API, by the names that AWS gives them on the wire.
 *
 * <p>{@link #wireType()} is the value of {@code __type}. DynamoDB's own exceptions carry the
 * namespace of its model, those of AWS's service framework carry the framework's.
 */
public enum ErrorCode {
    VALIDATION("com.amazon.coral.validate#ValidationException", 400),
    SERIALIZATION("com.amazon.coral.service#SerializationException", 400),
    UNKNOWN_OPERATION("com.amazon.coral.service#UnknownOperationException", 400),
    MISSING_AUTHENTICATION_TOKEN(
            "com.amazon.coral.service#MissingAuthenticationTokenException", 400),
    INCOMPLETE_SIGNATURE("com.amazon.coral.service#IncompleteSignatureException", 400),
    INVALID_SIGNATURE("com.amazon.coral.service#InvalidSignatureException", 400),
    UNRECOGNIZED_CLIENT("com.amazon.coral.service#UnrecognizedClientException", 400),
    EXPIRED_TOKEN("com.amazon.coral.service#ExpiredTokenException", 400),
    ACCESS_DENIED("com.amazon.coral.service#AccessDeniedException", 400),
    THROTTLING("com.amazon.coral.availability#ThrottlingException", 400),
    INTERNAL_SERVER_ERROR("com.amazonaws.dynamodb.v20120810#InternalServerError", 500),
    SERVICE_UNAVAILABLE("com.amazon.coral.availability#ServiceUnavailableException", 503),
    CONDITIONAL_CHECK_FAILED(
            "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", 400),
    RESOURCE_NOT_FOUND("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", 400),
    RESOURCE_IN_USE("com.amazonaws.dynamodb.v20120810#ResourceInUseException", 400),
    TABLE_NOT_FOUND("com.amazonaws.dynamodb.v20120810#TableNotFoundException", 400),
    TABLE_ALREADY_EXISTS("com.amazonaws.dynamodb.v20120810#TableAlreadyExistsException", 400),
    TABLE_IN_USE("com.amazonaws.dynamodb.v20120810#TableInUseException", 400),
    BACKUP_NOT_FOUND("com.amazonaws.dynamodb.v20120810#BackupNotFoundException", 400),
    BACKUP_IN_USE("com.amazonaws.dynamodb.v20120810#BackupInUseException", 400),
    POINT_IN_TIME_RECOVERY_UNAVAILABLE(
            "com.amazonaws.dynamodb.v20120810#PointInTimeRecoveryUnavailableException", 400),
    INVALID_RESTORE_TIME("com.amazonaws.dynamodb.v20120810#InvalidRestoreTimeException", 400),
    EXPORT_NOT_FOUND("com.amazonaws.dynamodb.v20120810#ExportNotFoundException", 400),
    EXPORT_CONFLICT("com.amazonaws.dynamodb.v20120810#ExportConflictException", 400),
    INVALID_EXPORT_TIME("com.amazonaws.dynamodb.v20120810#InvalidExportTimeException", 400),
    IMPORT_NOT_FOUND("com.amazonaws.dynamodb.v20120810#ImportNotFoundException", 400),
    IMPORT_CONFLICT("com.amazonaws.dynamodb.v20120810#ImportConflictException", 400),
    CONTINUOUS_BACKUPS_UNAVAILABLE(
            "com.amazonaws.dynamodb.v20120810#ContinuousBackupsUnavailableException", 400),
    LIMIT_EXCEEDED("com.amazonaws.dynamodb.v20120810#LimitExceededException", 400),
    ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED(
            "com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException", 400),
    PROVISIONED_THROUGHPUT_EXCEEDED(
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", 400),
    REQUEST_LIMIT_EXCEEDED("com.amazonaws.dynamodb.v20120810#RequestLimitExceeded", 400),
    TRANSACTION_CANCELED("com.amazonaws.dynamodb.v20120810#TransactionCanceledException", 400),
    TRANSACTION_CONFLICT("com.amazonaws.dynamodb.v20120810#TransactionConflictException", 400),
    TRANSACTION_IN_PROGRESS("com.amazonaws.dynamodb.v20120810#TransactionInProgressException", 400),
    IDEMPOTENT_PARAMETER_MISMATCH(
            "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException", 400),
    TRIMMED_DATA_ACCESS("com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException", 400),
    EXPIRED_ITERATOR("com.amazonaws.dynamodb.v20120810#ExpiredIteratorException", 400),

    /**
     * AWS's page says 400; botocore, which AWS writes, knows it as 409 and tries again only then.
     */
    REPLICATED_WRITE_CONFLICT(
            "com.amazonaws.dynamodb.v20120810#ReplicatedWriteConflictException", 409),
    DUPLICATE_ITEM("com.amazonaws.dynamodb.v20120810#DuplicateItemException", 400),
    GLOBAL_TABLE_ALREADY_EXISTS(
            "com.amazonaws.dynamodb.v20120810#GlobalTableAlreadyExistsException", 400),
    GLOBAL_TABLE_NOT_FOUND("com.amazonaws.dynamodb.v20120810#GlobalTableNotFoundException", 400),
    REPLICA_ALREADY_EXISTS("com.amazonaws.dynamodb.v20120810#ReplicaAlreadyExistsException", 400),
    REPLICA_NOT_FOUND("com.amazonaws.dynamodb.v20120810#ReplicaNotFoundException", 400),
    INDEX_NOT_FOUND("com.amazonaws.dynamodb.v20120810#IndexNotFoundException", 400),
    POLICY_NOT_FOUND("com.amazonaws.dynamodb.v20120810#PolicyNotFoundException", 400);

    private final String wireType;
    private final int httpStatus;

    ErrorCode(String wireType, int httpStatus) {
        this.wireType = wireType;
        this.httpStatus = httpStatus;
    }

    /** The value of {@code __type} in the answer. */
    public String wireType() {
        return wireType;
    }

    /** The HTTP status of the answer. */
    public int httpStatus() {
        return httpStatus;
    }
}
