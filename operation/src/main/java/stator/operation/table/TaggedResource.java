package stator.operation.table;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.Struct;

/**
 * What the tags of a request belong to, named by {@code ResourceArn}: a table, or one of its
 * streams, which has tags of its own.
 *
 * <p>The tags of streams are kept in the table's settings, by the label of the stream.
 *
 * @param arn as the request gives it
 * @param streamLabel empty for the table itself
 */
record TaggedResource(TableReference table, String arn, String streamLabel) {
    private static final String STREAM = "/stream/";
    private static final TableSetting<Item> STREAM_TAGS = TableSetting.map("StreamTags");

    /** Reads {@code ResourceArn}. */
    static TaggedResource read(RequestContext context, Operation operation, Struct request) {
        String text = request.string("ResourceArn");
        if (!text.startsWith(ResourceArn.PREFIX)) {
            throw TableErrors.invalid("ARNs must start with 'arn:': " + text);
        }
        ResourceArn arn =
                ResourceArn.parse(text)
                        .filter(parsed -> parsed.service().equals("dynamodb"))
                        .filter(ResourceArn::isWithinTable)
                        .filter(parsed -> !parsed.tablePath().contains("/backup/"))
                        .orElseThrow(() -> notDynamo(text));
        if (arn.tablePath().contains("/index/")) {
            throw TableErrors.invalid(
                    "Invalid resource arn provided, only table or stream is accepted. Provided"
                            + " resource arn: "
                            + text);
        }
        if (!arn.account().equals(context.namespace().account())
                && !context.mayLeaveAccount(operation)) {
            throw TableErrors.notAuthorized(context, operation, text);
        }
        String path = arn.tablePath();
        int stream = path.indexOf(STREAM);
        String name = stream < 0 ? path : path.substring(0, stream);
        String label = stream < 0 ? "" : path.substring(stream + STREAM.length());
        if (!arn.isInRegionOf(context.namespace())
                || name.contains("/")
                || label.contains("/")
                || stream >= 0 && label.isEmpty()) {
            throw ApiException.validation(
                    "Invalid TableArn: Invalid ResourceArn provided as input " + text);
        }
        return new TaggedResource(
                new TableReference(context.namespace().of(arn.account()), name), text, label);
    }

    private static ApiException notDynamo(String text) {
        return TableErrors.invalid("Provided Arn is not a DynamoDB resource arn: " + text);
    }

    /** What to say if there is no such table or stream. */
    ApiException notFound() {
        return TableErrors.taggedResourceNotFound(arn);
    }

    /** The table, which must be there, and so must its stream if that is what is meant. */
    Table require(RequestContext context) {
        Table found = table.find(context).orElseThrow(this::notFound);
        if (!streamLabel.isEmpty()
                && context.database().changes().stream(table.namespace(), table.name(), streamLabel)
                        .isEmpty()) {
            throw notFound();
        }
        return found;
    }

    /** The tags of this in the description of its table, in the order in which they came. */
    Map<String, String> tagsOf(TableDescription description) {
        if (streamLabel.isEmpty()) {
            return description.tags();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        STREAM_TAGS
                .of(description)
                .flatMap(streams -> streams.find(streamLabel))
                .ifPresent(kept ->
                        kept.map().forEach(tag -> tags.put(tag.name(), tag.value().text())));
        return tags;
    }

    /** A table with other tags of this. */
    TableDescription with(TableDescription description, Map<String, String> tags) {
        if (streamLabel.isEmpty()) {
            return description.toBuilder().tags(tags).build();
        }
        Map<String, AttributeValue> kept = new LinkedHashMap<>();
        tags.forEach((key, value) -> kept.put(key, AttributeValue.string(value)));
        Map<String, AttributeValue> streams =
                STREAM_TAGS.of(description).orElse(Item.EMPTY).toMap();
        streams.put(streamLabel, AttributeValue.map(Item.of(kept)));
        return STREAM_TAGS.in(description, Item.of(streams));
    }
}
