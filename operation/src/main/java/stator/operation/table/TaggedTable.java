package stator.operation.table;

import stator.model.ApiException;
import stator.operation.protocol.Struct;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;

/**
 * The table whose tags a request is about, named by {@code ResourceArn}.
 *
 * @param arn as the request gives it
 */
record TaggedTable(TableReference table, String arn) {
    /** Reads {@code ResourceArn}. */
    static TaggedTable read(RequestContext context, Operation operation, Struct request) {
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
        if (!arn.account().equals(context.namespace().account())) {
            throw TableErrors.notAuthorized(context, operation, text);
        }
        if (!arn.region().equals(context.namespace().region()) || arn.tablePath().contains("/")) {
            throw ApiException.validation(
                    "Invalid TableArn: Invalid ResourceArn provided as input " + text);
        }
        return new TaggedTable(new TableReference(context.namespace(), arn.tablePath()), text);
    }

    private static ApiException notDynamo(String text) {
        return TableErrors.invalid("Provided Arn is not a DynamoDB resource arn: " + text);
    }

    /** What to say if there is no such table. */
    ApiException notFound() {
        return TableErrors.taggedResourceNotFound(arn);
    }
}
