package stator.operation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.ThrottlingReason;
import stator.operation.fault.InjectedErrorException;
import stator.operation.request.Envelope;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.Operation;
import stator.operation.transaction.CancellationReason;
import stator.operation.transaction.TransactionCanceledException;
import stator.protocol.InvalidValueException;
import stator.protocol.ResponseWriter;
import stator.storage.StoreException;

/**
 * The one place where what went wrong becomes an answer on the wire.
 *
 * <p>What the client did wrong is said in AWS's words. What we did wrong is logged once, with its
 * stack trace, and answered without any of it.
 */
final class ErrorResponses {
    private static final Logger LOG = System.getLogger("stator.operation");

    private static final String INTERNAL = "Internal server error";

    /** The answer to a call of no known operation. */
    Response unknownOperation() {
        return write(ErrorCode.UNKNOWN_OPERATION, "");
    }

    /** The answer to a call that never reached its operation. */
    Response refused(ApiException reason) {
        logIfOurs(reason);
        return ofApi(reason);
    }

    /** The answer to a call of {@code operation} that ended with {@code failure}. */
    Response of(Operation operation, Throwable failure) {
        return switch (failure) {
            case ApiException error -> {
                logIfOurs(error);
                yield ofApi(error);
            }
            case InjectedErrorException injected -> ofApi(injected.error());
            case InvalidExpressionException error -> validation(Envelope.of(operation, error));
            case InvalidValueException error -> validation(Envelope.of(operation, error));
            case InvalidRequestException error -> validation(Envelope.of(operation, error));
            case TransactionCanceledException error -> ofTransaction(error);
            case StoreException error -> ofStore(operation.name(), error);
            default -> internal(operation.name(), failure);
        };
    }

    private static void logIfOurs(ApiException error) {
        if (error.code().httpStatus() >= 500) {
            LOG.log(Level.ERROR, "Answered " + error.code() + ": " + error.getMessage());
        }
    }

    private static Response ofApi(ApiException error) {
        ResponseWriter writer = start(error.code());
        if (!error.throttlingReasons().isEmpty()) {
            writeReasons(error, writer);
        }
        if (error.item().isEmpty()) {
            return end(error.code(), messageMember(error.code()), error.getMessage(), writer);
        }
        writer.member("Item", error.item().orElseThrow());
        return end(error.code(), "Message", error.getMessage(), writer);
    }

    /** The two exceptions that carry them spell the member differently. */
    private static void writeReasons(ApiException error, ResponseWriter writer) {
        boolean isSmall = error.code() == ErrorCode.THROTTLING;
        writer.field(isSmall ? "throttlingReasons" : "ThrottlingReasons").startArray();
        for (ThrottlingReason reason : error.throttlingReasons()) {
            writer.startObject()
                    .member("reason", reason.reason())
                    .member("resource", reason.resource())
                    .endObject();
        }
        writer.endArray();
    }

    private static Response validation(String message) {
        return write(ErrorCode.VALIDATION, message);
    }

    private static Response ofTransaction(TransactionCanceledException error) {
        ResponseWriter writer = start(ErrorCode.TRANSACTION_CANCELED);
        writer.field("CancellationReasons").startArray();
        for (CancellationReason reason : error.reasons()) {
            writer.startObject().member("Code", reason.code());
            reason.item().ifPresent(item -> writer.member("Item", item));
            reason.message().ifPresent(message -> writer.member("Message", message));
            writer.endObject();
        }
        writer.endArray();
        return end(ErrorCode.TRANSACTION_CANCELED, "Message", error.getMessage(), writer);
    }

    /**
     * Of a store's message nothing reaches the client but what it says is for clients: the rest may
     * name files. What a store says to clients is nothing for the log, since it may say so to each
     * of them for hours; the health of the store tells.
     */
    private static Response ofStore(String operation, StoreException error) {
        return switch (error) {
            case StoreException.Conflict conflict ->
                    write(ErrorCode.TRANSACTION_CONFLICT, "Transaction is ongoing for the item");
            case StoreException.Unavailable unavailable -> {
                if (!unavailable.forClients().isEmpty()) {
                    yield write(ErrorCode.SERVICE_UNAVAILABLE, unavailable.forClients());
                }
                log(operation, error);
                yield write(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The service is currently unavailable or busy.");
            }
            case StoreException.OutcomeUnknown unknown -> internal(operation, error);
            case StoreException.Corrupt corrupt -> internal(operation, error);
        };
    }

    private static Response internal(String operation, Throwable failure) {
        log(operation, failure);
        return write(ErrorCode.INTERNAL_SERVER_ERROR, INTERNAL);
    }

    private static void log(String operation, Throwable failure) {
        LOG.log(Level.ERROR, operation + " failed: " + failure.getMessage(), failure);
    }

    private static Response write(ErrorCode code, String message) {
        return end(code, messageMember(code), message, start(code));
    }

    private static ResponseWriter start(ErrorCode code) {
        return new ResponseWriter(256).startObject().member("__type", code.wireType());
    }

    private static Response end(
            ErrorCode code, String messageMember, String message, ResponseWriter writer) {
        if (!message.isEmpty()) {
            writer.member(messageMember, message);
        }
        writer.endObject();
        return new Response(
                code.httpStatus(), Optional.of(code.wireType()), writer.bytes(), writer.length());
    }

    /**
     * AWS writes it large for errors of its framework's reader, for those of transactions, and
     * where an item stands beside it.
     */
    private static String messageMember(ErrorCode code) {
        return CAPITAL_MESSAGE.contains(code) ? "Message" : "message";
    }

    private static final List<ErrorCode> CAPITAL_MESSAGE =
            List.of(
                    ErrorCode.SERIALIZATION,
                    ErrorCode.TRANSACTION_IN_PROGRESS,
                    ErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                    ErrorCode.ACCESS_DENIED);
}
