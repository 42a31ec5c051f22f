package stator.operation.stream;

import stator.model.ApiException;
import stator.model.ErrorCode;

/** What can go wrong with reading a stream. */
final class StreamErrors {
    private StreamErrors() {}

    /** The records asked for are older than a day. */
    static ApiException trimmed() {
        return ApiException.of(
                ErrorCode.TRIMMED_DATA_ACCESS,
                "The data you are trying to access has been trimmed");
    }

    /** The iterator is too old. How AWS puts this could not be established. */
    static ApiException expired() {
        return ApiException.of(ErrorCode.EXPIRED_ITERATOR, "The shard iterator has expired");
    }
}
