package stator.model;

/**
 * Why a request was throttled, as AWS tells it beside the message.
 *
 * @param reason such as {@code TableReadProvisionedThroughputExceeded}: a table or an index, the
 *     direction, the limit
 * @param resource the ARN of the table or index
 */
public record ThrottlingReason(String reason, String resource) {}
