package stator.lambda.function;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.database.table.Namespace;

/**
 * A function as a request names it: by its name, a part of its ARN or all of it, with or without a
 * version or an alias.
 *
 * @param qualifier a version, an alias or {@code $LATEST}; empty if none was given
 */
public record FunctionReference(Namespace namespace, String name, String qualifier) {
    public static final String LATEST = "$LATEST";

    /** The longest name; an ARN may be longer. */
    private static final int NAME_MAX = 64;

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:arn:[a-z-]+:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\\d):)?(?:(\\d{12}):)?"
                            + "(?:function:)?([a-zA-Z0-9\\-_.]+)(?::(\\$LATEST|[a-zA-Z0-9\\-_]+))?");

    /**
     * Reads a reference.
     *
     * @param operation in which it stands, because a refusal names it
     * @param given how the request puts it
     * @param qualifier as the request gives it beside; empty if it does not
     * @throws LambdaException if it can be none of a function of the caller's
     */
    public static FunctionReference of(
            Namespace caller, String given, String qualifier, String operation) {
        Matcher form = FORM.matcher(given);
        if (!form.matches()) {
            throw LambdaException.invalid("Invalid function name: " + given);
        }
        String region = form.group(1);
        if (region != null && !region.equals(caller.region())) {
            throw LambdaException.notFound(
                    "Functions from '%s' are not reachable in this region ('%s')"
                            .formatted(region, caller.region()));
        }
        String account = form.group(2);
        String name = form.group(3);
        if (account != null && !account.equals(caller.account())) {
            throw LambdaException.denied(
                    "User: arn:aws:iam::%s:root is not authorized to perform: lambda:%s on resource:"
                                    .formatted(caller.account(), operation)
                            + " "
                            + given
                            + " because no resource-based policy allows the lambda:"
                            + operation
                            + " action");
        }
        String own = form.group(4) == null ? "" : form.group(4);
        if (!own.isEmpty() && !qualifier.isEmpty() && !own.equals(qualifier)) {
            throw LambdaException.invalid(
                    "The derived qualifier from the function name does not match the specified"
                            + " qualifier.");
        }
        return new FunctionReference(caller, name, own.isEmpty() ? qualifier : own);
    }

    /** Whether a new function may have this name. */
    public boolean isNameable() {
        return name.length() <= NAME_MAX && name.matches("[a-zA-Z0-9-_]+");
    }

    /** The ARN of the function itself. */
    public String arn() {
        return namespace.arn("lambda") + "function:" + name;
    }

    /** The ARN with the qualifier, if there is one. */
    public String qualifiedArn() {
        return qualifier.isEmpty() ? arn() : arn() + ":" + qualifier;
    }

    /** The same function with another qualifier. */
    public FunctionReference qualified(String other) {
        return new FunctionReference(namespace, name, other);
    }

    /** Whether no version and no alias is meant. */
    public boolean isLatest() {
        return qualifier.isEmpty() || qualifier.equals(LATEST);
    }

    /** Whether the qualifier is the number of a version. */
    public boolean isVersion() {
        return qualifier.matches("[0-9]+");
    }

    /** There is no such function. */
    public LambdaException notFound() {
        return LambdaException.notFound("Function not found: " + qualifiedArn());
    }
}
