package stator.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import stator.identity.Principal;
import stator.logs.pattern.FilterPattern;
import stator.logs.pattern.InvalidPatternException;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;

/** Log groups: create, change, describe, delete. */
final class GroupOperations {
    private static final int PAGE_GROUPS = 50;
    private static final String DAYS = "retentionInDays";
    private static final String PREFIX = "logGroupNamePrefix";
    private static final String PATTERN = "logGroupNamePattern";
    private static final String CLASS = "logGroupClass";
    private static final String IDENTIFIERS = "logGroupIdentifiers";
    private static final String PROTECTION = "deletionProtectionEnabled";

    private static final List<Integer> RETENTION_DAYS =
            List.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private final LogStore store;

    GroupOperations(LogStore store) {
        this.store = store;
    }

    List<Operation> all() {
        return List.of(
                new Operation("CreateLogGroup", Arns.RESOURCES, this::create),
                new Operation("DeleteLogGroup", Arns.RESOURCES, this::delete),
                new Operation("PutRetentionPolicy", Arns.RESOURCES, this::putRetention),
                new Operation("DeleteRetentionPolicy", Arns.RESOURCES, this::deleteRetention),
                new Operation("PutLogGroupDeletionProtection", Arns.RESOURCES, this::protect),
                new Operation("DescribeLogGroups", Arns.RESOURCES, this::describe),
                new Operation("ListLogGroups", Arns.RESOURCES, this::list));
    }

    private void create(Struct request, Principal caller, ResponseWriter answer) {
        LogGroup plain = store.newGroup(request.string(Arns.GROUP_NAME));
        LogGroup group =
                new LogGroup(
                        plain.name(),
                        plain.id(),
                        plain.createdMillis(),
                        plain.retentionDays(),
                        request.string("kmsKeyId", ""),
                        request.string(CLASS, plain.groupClass()),
                        request.bool(PROTECTION, false),
                        request.stringMap("tags"));
        if (!store.createGroup(Arns.scope(caller), group)) {
            throw LogsErrors.exists("The specified log group already exists");
        }
    }

    private void delete(Struct request, Principal caller, ResponseWriter answer) {
        LogGroup group = Arns.group(store, request, caller);
        if (group.deletionProtected()) {
            throw LogsErrors.of(
                    "ValidationException",
                    "The log group has deletion protection enabled. Disable deletion protection"
                            + " before you delete the log group.");
        }
        if (!store.deleteGroup(Arns.scope(caller), group.name())) {
            throw LogsErrors.noGroup();
        }
    }

    private void putRetention(Struct request, Principal caller, ResponseWriter answer) {
        int days = request.integer(DAYS);
        if (!RETENTION_DAYS.contains(days)) {
            throw LogsErrors.invalid(
                    "1 validation error detected: Value '"
                            + days
                            + "' at 'retentionInDays' failed to satisfy constraint: Member must"
                            + " satisfy enum value set: "
                            + RETENTION_DAYS);
        }
        change(request, caller, group -> group.withRetention(days));
    }

    private void deleteRetention(Struct request, Principal caller, ResponseWriter answer) {
        change(request, caller, group -> group.withRetention(0));
    }

    private void protect(Struct request, Principal caller, ResponseWriter answer) {
        boolean isProtected = request.bool(PROTECTION);
        change(request, caller, group -> group.withDeletionProtection(isProtected));
    }

    private void change(Struct request, Principal caller, UnaryOperator<LogGroup> change) {
        LogGroup group = Arns.group(store, request, caller);
        if (store.changeGroup(Arns.scope(caller), group.name(), change).isEmpty()) {
            throw LogsErrors.noGroup();
        }
    }

    private void describe(Struct request, Principal caller, ResponseWriter answer) {
        if (request.has(PREFIX) && request.has(PATTERN)) {
            throw LogsErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive"
                            + " parameters.");
        }
        String part = request.string(PATTERN, "").toLowerCase(Locale.ROOT);
        Predicate<LogGroup> wanted = group -> group.name().toLowerCase(Locale.ROOT).contains(part);
        if (request.has(IDENTIFIERS)) {
            List<String> names = request.strings(IDENTIFIERS).stream().map(Arns::nameOf).toList();
            wanted = wanted.and(group -> names.contains(group.name()));
        }
        Page page = page(request, caller, request.string(PREFIX, ""), wanted);
        answer.startObject().field("logGroups").startArray();
        for (LogGroup group : page.groups) {
            // Who looks for a part of a name is not told how large the groups are.
            write(group, caller, !request.has(PATTERN), answer);
        }
        page.end(answer);
    }

    private void list(Struct request, Principal caller, ResponseWriter answer) {
        Predicate<LogGroup> wanted = group -> true;
        Optional<String> pattern = request.findString(PATTERN);
        if (pattern.isPresent()) {
            FilterPattern expression = expression(pattern.get());
            wanted = group -> expression.matches(group.name());
        }
        Page page = page(request, caller, "", wanted);
        answer.startObject().field("logGroups").startArray();
        for (LogGroup group : page.groups) {
            answer.startObject()
                    .member(Arns.GROUP_NAME, group.name())
                    .member("logGroupArn", Arns.of(group, caller))
                    .member(CLASS, group.groupClass())
                    .endObject();
        }
        page.end(answer);
    }

    private static FilterPattern expression(String text) {
        try {
            return FilterPattern.parse("%" + text.replace(".", "\\.") + "%");
        } catch (InvalidPatternException e) {
            throw LogsErrors.invalid(e.getMessage());
        }
    }

    /** Some groups and how to go on. */
    private record Page(List<LogGroup> groups, Optional<String> token) {
        void end(ResponseWriter answer) {
            answer.endArray();
            token.ifPresent(next -> answer.member(Tokens.NEXT, next));
            answer.endObject();
        }
    }

    private Page page(Struct request, Principal caller, String prefix, Predicate<LogGroup> wanted) {
        int limit = request.integer("limit", PAGE_GROUPS);
        Optional<String> groupClass = request.findString(CLASS);
        Predicate<LogGroup> ofClass =
                group -> groupClass.isEmpty() || groupClass.get().equals(group.groupClass());
        List<LogGroup> groups =
                new ArrayList<>(
                        store.groups(
                                Arns.scope(caller),
                                prefix,
                                Tokens.position(request),
                                limit + 1,
                                wanted.and(ofClass)));
        if (groups.size() <= limit) {
            return new Page(groups, Optional.empty());
        }
        groups.removeLast();
        return new Page(groups, Optional.of(Tokens.of(groups.getLast().name())));
    }

    private void write(LogGroup group, Principal caller, boolean withSize, ResponseWriter answer) {
        String arn = Arns.of(group, caller);
        answer.startObject()
                .member(Arns.GROUP_NAME, group.name())
                .member("creationTime", group.createdMillis());
        if (group.retentionDays() > 0) {
            answer.member(DAYS, group.retentionDays());
        }
        if (withSize) {
            answer.member("metricFilterCount", 0);
        }
        answer.member("arn", arn + ":*");
        if (withSize) {
            answer.member("storedBytes", store.bytes(group));
        }
        if (!group.kmsKeyId().isEmpty()) {
            answer.member("kmsKeyId", group.kmsKeyId());
        }
        answer.member(CLASS, group.groupClass()).member("logGroupArn", arn);
        if (group.deletionProtected()) {
            answer.member(PROTECTION, true);
        }
        answer.endObject();
    }
}
