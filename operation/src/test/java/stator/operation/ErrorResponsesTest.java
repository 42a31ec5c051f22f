package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.Operation;
import stator.operation.request.RequestRule;
import stator.operation.transaction.CancellationReason;
import stator.operation.transaction.TransactionCanceledException;
import stator.storage.StoreException;

class ErrorResponsesTest {
    private final ErrorResponses errors = new ErrorResponses();

    @Test
    void anErrorOfTheApiHasItsTypeAndMessage() {
        expect(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                        + "\"message\":\"Requested resource not found\"}",
                ApiException.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found"));
        expect(
                400,
                "{\"__type\":\"com.amazon.coral.service#SerializationException\"}",
                ApiException.of(ErrorCode.SERIALIZATION, ""));
        expect(
                400,
                "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"x\"}",
                ApiException.of(ErrorCode.SERIALIZATION, "x"));
    }

    @Test
    void aFailedConditionShowsTheItemIfItWasAskedFor() {
        expect(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                        + "\"Item\":{\"a\":{\"S\":\"x\"}},\"Message\":\"The conditional request failed\"}",
                ApiException.conditionalCheckFailed(Item.of("a", AttributeValue.string("x"))));
    }

    @Test
    void aCanceledTransactionHasAReasonForEachAction() {
        expect(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                        + "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\","
                        + "\"Message\":\"The conditional request failed\"}],\"Message\":\"Transaction cancelled,"
                        + " please refer cancellation reasons for specific reasons"
                        + " [None, ConditionalCheckFailed]\"}",
                new TransactionCanceledException(
                        List.of(
                                CancellationReason.NONE,
                                CancellationReason.of(
                                        "ConditionalCheckFailed",
                                        "The conditional request failed"))));
    }

    @Test
    void theEnvelopeDependsOnTheOperation() {
        InvalidRequestException mixed =
                new InvalidRequestException(RequestRule.MIXED_PARAMETERS, "Can not use both");
        expectMessage("1 validation error detected: Can not use both", "PutItem", mixed);
        expectMessage("1 validation error detected: Can not use both", "DeleteItem", mixed);
        expectMessage("Can not use both", "Query", mixed);
        InvalidRequestException select = new InvalidRequestException(RequestRule.SELECT, "Must");
        expectMessage("1 validation error detected: Must", "Query", select);
        expectMessage("Must", "Scan", select);
    }

    @Test
    void whatWeOrTheDiskDidWrongTellsNothing() {
        String internal =
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\","
                        + "\"message\":\"Internal server error\"}";
        expect(500, internal, new IllegalStateException("/secret/path"));
        expect(500, internal, new StackOverflowError());
        expect(500, internal, new OutOfMemoryError());
        expect(500, internal, new StoreException.OutcomeUnknown("/secret/path", null));
        expect(500, internal, new StoreException.Corrupt("/secret/path", null));
        expect(
                503,
                "{\"__type\":\"com.amazon.coral.availability#ServiceUnavailableException\","
                        + "\"message\":\"The service is currently unavailable or busy.\"}",
                new StoreException.Unavailable("/secret/path", null));
        expect(
                503,
                "{\"__type\":\"com.amazon.coral.availability#ServiceUnavailableException\","
                        + "\"message\":\"The disk is full.\"}",
                new StoreException.Unavailable("/secret/path", "The disk is full.", null));
        expect(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionConflictException\","
                        + "\"message\":\"Transaction is ongoing for the item\"}",
                new StoreException.Conflict("rows"));
    }

    private static Operation operation(String name) {
        return Registry.ofDynamoDb().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void expect(int status, String body, Throwable failure) {
        Response response = errors.of(operation("PutItem"), failure);
        assertEquals(body, text(response));
        assertEquals(status, response.status());
    }

    private void expectMessage(String message, String operation, Throwable failure) {
        Response response = errors.of(operation(operation), failure);
        assertEquals(
                "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\""
                        + message
                        + "\"}",
                text(response));
        assertEquals(
                Optional.of("com.amazon.coral.validate#ValidationException"), response.errorType());
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
