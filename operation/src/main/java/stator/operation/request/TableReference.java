package stator.operation.request;

import java.util.Optional;
import java.util.regex.Pattern;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.ErrorCode;

/**
 * A table as a request names it: by its name, or by its ARN wherever a name is accepted.
 *
 * <p>An ARN must be of the caller's own region, since a table of another one is not here; and of
 * the caller's own account, unless policies were asked and the operation is one that may leave it.
 *
 * @param name the table's name, also if the ARN was given
 */
public record TableReference(Namespace namespace, String name) {
    private static final String NAME_PATTERN = "[a-zA-Z0-9_.-]+";
    private static final Pattern NAME = Pattern.compile(NAME_PATTERN);
    private static final int NAME_LENGTH_MIN = 3;
    private static final int NAME_LENGTH_MAX = 255;

    /**
     * What a request says in {@code TableName}; a name keeps the constraints of the model.
     *
     * @param operation for whom, because a refusal names it
     */
    public static TableReference of(RequestContext context, Operation operation, String given) {
        if (!given.startsWith(ResourceArn.PREFIX)) {
            return new TableReference(context.namespace(), given);
        }
        ResourceArn arn =
                ResourceArn.parse(given)
                        .filter(parsed -> !parsed.resource().isEmpty())
                        .orElseThrow(() -> malformed(given));
        if (!arn.partition().equals(context.namespace().partition())) {
            throw detected("Invalid AWS partition in '" + given + "'");
        }
        if (!arn.service().equals("dynamodb")) {
            throw malformed(given);
        }
        if (!arn.isWithinTable()) {
            throw detected("Invalid resource type in '" + given + "'");
        }
        String name = arn.tablePath();
        if (name.length() < NAME_LENGTH_MIN
                || name.length() > NAME_LENGTH_MAX
                || !NAME.matcher(name).matches()) {
            throw malformed(given);
        }
        if (!arn.region().equals(context.namespace().region())) {
            throw detected("Invalid AWS region in '" + given + "'");
        }
        if (!arn.account().equals(context.namespace().account())
                && !context.mayLeaveAccount(operation)) {
            throw TableErrors.notAuthorized(context, operation, given);
        }
        return new TableReference(new Namespace(arn.account(), arn.region()), name);
    }

    private static ApiException malformed(String arn) {
        return detected(
                "Value '"
                        + arn
                        + "' at 'tableName' failed to satisfy constraint: Valid ARN format is"
                        + " 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName',"
                        + " where Resource name must have length less than or equal to "
                        + NAME_LENGTH_MAX
                        + ", Resource name must have length greater than or equal to "
                        + NAME_LENGTH_MIN
                        + ", Resource name must satisfy regular expression pattern: "
                        + NAME_PATTERN);
    }

    private static ApiException detected(String problem) {
        return ApiException.validation("1 validation error detected: " + problem);
    }

    /** The table, if there is one. */
    public Optional<Table> find(RequestContext context) {
        return context.database().tables().find(namespace, name);
    }

    /** The table; AWS names it if an operation on tables does not find it. */
    public Table require(RequestContext context) {
        return find(context).orElseThrow(() -> TableErrors.notFound(name));
    }

    /** The table; the operations on backups have an error of their own if there is none. */
    public Table requireForBackups(RequestContext context) {
        return find(context).orElseThrow(this::notFoundForBackups);
    }

    /** As {@link #requireForBackups}; to make a backup, AWS does not see what is being created. */
    public Table requireCreatedForBackups(RequestContext context) {
        return find(context)
                .filter(table -> table.statusAt(context.clock().millis()) != TableStatus.CREATING)
                .orElseThrow(this::notFoundForBackups);
    }

    /** There is no table to make a backup of. */
    public ApiException notFoundForBackups() {
        return ApiException.of(ErrorCode.TABLE_NOT_FOUND, "Table not found: " + name);
    }
}
