package stator.operation.policy;

import java.util.Map;
import java.util.Optional;
import stator.database.table.ResourcePolicy;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.Struct;

/**
 * What a resource-based policy is attached to: a table, or one of its streams.
 *
 * <p>The policies of streams are kept in the table's settings, by the label of the stream.
 *
 * @param arn as the request gives it
 * @param streamLabel empty for the table itself
 */
record PolicyResource(TableReference table, String arn, String streamLabel) {
    private static final String STREAMS = "/stream/";

    /** Asks for there to be no policy. */
    static final String NO_POLICY = "NO_POLICY";

    /** Reads {@code ResourceArn}. */
    static PolicyResource read(RequestContext context, Struct request) {
        String text = request.string("ResourceArn");
        if (!text.startsWith(ResourceArn.PREFIX)) {
            throw TableErrors.invalid("ARNs must start with 'arn:': " + text);
        }
        ResourceArn arn =
                ResourceArn.parse(text)
                        .filter(parsed -> parsed.service().equals("dynamodb"))
                        .filter(ResourceArn::isWithinTable)
                        .filter(parsed -> !parsed.tablePath().contains("/backup/"))
                        .orElseThrow(() ->
                                TableErrors.invalid(
                                        "Provided Arn is not a DynamoDB resource arn: " + text));
        if (arn.tablePath().contains("/index/")) {
            throw TableErrors.invalid(
                    "Invalid resource arn provided, only table or stream is accepted. Provided"
                            + " resource arn: "
                            + text);
        }
        if (!arn.account().equals(context.namespace().account())) {
            throw ApiException.validation(
                    "This action is only supported by accounts that match the resource owner’s"
                            + " account.");
        }
        if (!arn.isInRegionOf(context.namespace())) {
            throw TableErrors.invalid("Invalid resource Arn: " + text);
        }
        String path = arn.tablePath();
        int stream = path.indexOf(STREAMS);
        String name = stream < 0 ? path : path.substring(0, stream);
        String label = stream < 0 ? "" : path.substring(stream + STREAMS.length());
        return new PolicyResource(new TableReference(context.namespace(), name), text, label);
    }

    PolicyTarget target() {
        return streamLabel.isEmpty() ? PolicyTarget.TABLE : PolicyTarget.STREAM;
    }

    /** The policy that a table has for this. */
    ResourcePolicy policyOf(TableDescription description) {
        if (streamLabel.isEmpty()) {
            return description.resourcePolicy();
        }
        Optional<ResourcePolicy> policy = AttachedPolicy.ofStream(description, streamLabel);
        if (policy.isEmpty() && !description.stream().label().equals(streamLabel)) {
            throw ApiException.of(
                    ErrorCode.RESOURCE_NOT_FOUND,
                    "Requested resource not found: Stream: "
                            + streamLabel
                            + " not found for Table: "
                            + description.name());
        }
        return policy.orElse(ResourcePolicy.NONE);
    }

    /** A table with another policy for this. */
    TableDescription with(TableDescription description, ResourcePolicy policy) {
        if (streamLabel.isEmpty()) {
            return description.toBuilder().resourcePolicy(policy).build();
        }
        Map<String, AttributeValue> policies =
                AttachedPolicy.STREAM_POLICIES.of(description).orElse(Item.EMPTY).toMap();
        policies.put(
                streamLabel,
                AttributeValue.map(
                        Item.of(
                                Map.of(
                                        AttachedPolicy.DOCUMENT,
                                                AttributeValue.string(policy.document()),
                                        AttachedPolicy.REVISION,
                                                AttributeValue.string(policy.revision())))));
        return AttachedPolicy.STREAM_POLICIES.in(description, Item.of(policies));
    }

    /** The table; an index or a stream makes no difference to what is said if it is not there. */
    Table require(RequestContext context) {
        return table.require(context);
    }

    /** Nothing may be attached to a table that goes. */
    void requireChangeable(TableDescription description, long nowMillis) {
        if (description.statusAt(nowMillis) == TableStatus.DELETING) {
            throw TableErrors.inUse("Table is being deleted: " + description.name());
        }
    }

    /** Holds a policy against the revision that a request expects, if it expects any. */
    void requireExpected(Struct request, ResourcePolicy policy) {
        if (!request.has("ExpectedRevisionId")) {
            return;
        }
        String expected = request.string("ExpectedRevisionId");
        boolean isThere = !policy.document().isEmpty();
        if (expected.equals(NO_POLICY) && isThere && request.declares("Policy")) {
            throw notFound(
                    "Requested policy update expecting none to be present for table "
                            + table.name()
                            + ", but a policy exists with revision id "
                            + policy.revision()
                            + ".");
        }
        if (expected.equals(NO_POLICY) && !isThere
                || isThere && expected.equals(policy.revision())) {
            return;
        }
        throw notFound(
                "Requested update for policy with revision id "
                        + expected
                        + (isThere
                                ? ", but the policy associated to target table "
                                        + table.name()
                                        + " has revision id "
                                        + policy.revision()
                                        + "."
                                : ", but table " + table.name() + " has no associated policy."));
    }

    /** There is no policy, or not the one that is meant. */
    static ApiException notFound(String detail) {
        return ApiException.of(
                ErrorCode.POLICY_NOT_FOUND,
                "Resource-based policy not found for the provided ResourceArn: " + detail);
    }

    /** A revision is a time in milliseconds, later than that of any policy before. */
    static String revisionAfter(ResourcePolicy before, long nowMillis) {
        long last = before.revision().isEmpty() ? 0 : Long.parseLong(before.revision());
        return Long.toString(Math.max(nowMillis, last + 1));
    }
}
