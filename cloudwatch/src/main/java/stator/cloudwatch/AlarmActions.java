package stator.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import stator.cloudwatch.alarm.Alarm;
import stator.cloudwatch.alarm.AlarmState;
import stator.cloudwatch.alarm.Alarms;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.wire.Members;
import stator.door.ServiceException;
import stator.identity.Principal;

/** Alarms: put, describe, delete, set, enable; and their tags. */
final class AlarmActions {
    private static final String NAME = "AlarmName";
    private static final String NAMES = "AlarmNames";
    private static final String STATE = "StateValue";
    private static final String TAGS = "Tags";
    private static final String ARN = "ResourceARN";
    private static final int PAGE_MAX = 100;
    private static final int TAGS_MAX = 50;
    private static final List<String> LISTS =
            List.of("OKActions", "AlarmActions", "InsufficientDataActions");
    private final Alarms alarms;

    AlarmActions(Alarms alarms) {
        this.alarms = alarms;
    }

    Map<String, Action> all() {
        return Map.of(
                "PutMetricAlarm", this::put,
                "DescribeAlarms", this::describe,
                "DescribeAlarmsForMetric", this::describeForMetric,
                "DeleteAlarms", this::delete,
                "SetAlarmState", this::set,
                "EnableAlarmActions", (request, caller) -> enable(request, caller, true),
                "DisableAlarmActions", (request, caller) -> enable(request, caller, false),
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::listTags);
    }

    private Optional<Map<String, Object>> put(Members request, Principal caller) {
        Alarm alarm =
                new Alarm(
                        id(caller, MetricReader.required(request, NAME, "", 255)),
                        AlarmRuleReader.read(request, caller),
                        more(request),
                        tags(request),
                        alarms.millis(),
                        AlarmState.initial(alarms.millis()));
        alarms.change(
                alarm.id(),
                before ->
                        Optional.of(
                                before.map(it -> alarm.with(alarm.more(), it.tags()).in(it.state()))
                                        .orElse(alarm)));
        return Optional.empty();
    }

    private static Alarm.Id id(Principal caller, String name) {
        return new Alarm.Id(caller.account(), caller.region(), name);
    }

    private static Map<String, List<String>> more(Members request) {
        Map<String, List<String>> more = new LinkedHashMap<>();
        more.put(Alarm.ENABLED, List.of(request.truth(Alarm.ENABLED).orElse(true).toString()));
        request.text(Alarm.DESCRIPTION)
                .ifPresent(value -> more.put(Alarm.DESCRIPTION, List.of(value)));
        LISTS.forEach(list -> more.put(list, request.texts(list)));
        return more;
    }

    private static Map<String, String> tags(Members request) {
        Map<String, String> tags = new TreeMap<>();
        for (Members tag : request.structures(TAGS)) {
            tags.put(tag.text("Key").orElse(""), tag.text("Value").orElse(""));
        }
        if (tags.size() > TAGS_MAX) {
            throw CloudWatchErrors.validation("A resource can have no more than 50 tags.");
        }
        return tags;
    }

    private Optional<Map<String, Object>> describe(Members request, Principal caller) {
        List<String> names = request.texts(NAMES);
        Optional<String> state = request.text(STATE);
        String after = ReadMetrics.token(request);
        int max = Math.clamp(request.integer("MaxRecords").orElse(50), 1, PAGE_MAX);
        List<Alarm> found =
                alarms
                        .list(
                                caller.account(),
                                caller.region(),
                                request.text("AlarmNamePrefix").orElse(""))
                        .stream()
                        .filter(it -> names.isEmpty() || names.contains(it.name()))
                        .filter(it -> state.isEmpty() || state.get().equals(it.state().value()))
                        .filter(it -> it.name().compareTo(after) > 0)
                        .limit(max + 1L)
                        .toList();
        boolean more = found.size() > max;
        List<Alarm> page = more ? found.subList(0, max) : found;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("MetricAlarms", page.stream().map(AlarmActions::written).toList());
        answer.put("CompositeAlarms", List.of());
        if (more) {
            answer.put(ReadMetrics.TOKEN, ReadMetrics.token(page.getLast().name()));
        }
        return Optional.of(answer);
    }

    private Optional<Map<String, Object>> describeForMetric(Members request, Principal caller) {
        MetricName metric =
                MetricReader.read(request, MetricReader.namespace(request, ""), "", caller);
        List<Map<String, Object>> found =
                alarms.list(caller.account(), caller.region(), "").stream()
                        .filter(it -> watches(it, metric))
                        .map(AlarmActions::written)
                        .toList();
        return Optional.of(Map.of("MetricAlarms", found));
    }

    /** As on AWS, an alarm that computes with a metric is not one for it. */
    private static boolean watches(Alarm alarm, MetricName metric) {
        return alarm.rule().isOfOneMetric()
                && alarm.rule().watched().source() instanceof MetricQuery.Measured measured
                && measured.metric().equals(metric);
    }

    private static Map<String, Object> written(Alarm alarm) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put(NAME, alarm.name());
        written.put("AlarmArn", alarm.id().arn());
        text(alarm, Alarm.DESCRIPTION).ifPresent(it -> written.put(Alarm.DESCRIPTION, it));
        written.put(
                "AlarmConfigurationUpdatedTimestamp",
                Instant.ofEpochMilli(alarm.configuredMillis()));
        written.put(Alarm.ENABLED, Boolean.parseBoolean(text(alarm, Alarm.ENABLED).orElse("true")));
        LISTS.forEach(list -> written.put(list, alarm.more().getOrDefault(list, List.of())));
        written.put(STATE, alarm.state().value());
        written.put("StateReason", alarm.state().reason());
        written.put("StateUpdatedTimestamp", alarm.state().since());
        AlarmRuleReader.write(alarm.rule(), written);
        written.put("StateTransitionedTimestamp", alarm.state().since());
        return written;
    }

    private static Optional<String> text(Alarm alarm, String name) {
        return alarm.more().getOrDefault(name, List.of()).stream().findFirst();
    }

    private Optional<Map<String, Object>> delete(Members request, Principal caller) {
        for (String name : request.texts(NAMES)) {
            alarms.change(id(caller, name), before -> Optional.empty());
        }
        return Optional.empty();
    }

    private Optional<Map<String, Object>> set(Members request, Principal caller) {
        String name = MetricReader.required(request, NAME, "", 255);
        String state = MetricReader.required(request, STATE, "", 255);
        String reason = MetricReader.required(request, "StateReason", "", 1023);
        if (!AlarmState.VALUES.contains(state)) {
            throw CloudWatchErrors.validation(
                    "1 validation error detected: Value '"
                            + state
                            + "' at 'stateValue' failed to satisfy constraint: Member must satisfy"
                            + " enum value set: [INSUFFICIENT_DATA, ALARM, OK]");
        }
        change(caller, name, alarm -> alarm.in(new AlarmState(state, reason, alarms.millis())))
                .orElseThrow(() -> CloudWatchErrors.of(404, "ResourceNotFound", ""));
        return Optional.empty();
    }

    private Optional<Alarm> change(Principal caller, String name, UnaryOperator<Alarm> change) {
        return alarms.change(id(caller, name), before -> before.map(change));
    }

    private Optional<Map<String, Object>> enable(
            Members request, Principal caller, boolean enabled) {
        for (String name : request.texts(NAMES)) {
            change(
                    caller,
                    name,
                    alarm -> {
                        Map<String, List<String>> more = new LinkedHashMap<>(alarm.more());
                        more.put(Alarm.ENABLED, List.of(Boolean.toString(enabled)));
                        return alarm.with(more, alarm.tags());
                    });
        }
        return Optional.empty();
    }

    // Tags.

    private static String named(Members request) {
        String arn = MetricReader.required(request, ARN, "", 1024);
        return arn.substring(arn.indexOf(":alarm:") < 0 ? 0 : arn.indexOf(":alarm:") + 7);
    }

    private static ServiceException gone(Members request) {
        return CloudWatchErrors.of(
                404, "ResourceNotFoundException", "Unknown: " + request.text(ARN).orElse(""));
    }

    private Optional<Map<String, Object>> tag(Members request, Principal caller) {
        Map<String, String> added = tags(request);
        changeTags(
                request,
                caller,
                tags -> {
                    tags.putAll(added);
                    return tags;
                });
        return Optional.of(Map.of());
    }

    private Optional<Map<String, Object>> untag(Members request, Principal caller) {
        List<String> keys = request.texts("TagKeys");
        changeTags(
                request,
                caller,
                tags -> {
                    keys.forEach(tags::remove);
                    return tags;
                });
        return Optional.of(Map.of());
    }

    private void changeTags(
            Members request, Principal caller, UnaryOperator<Map<String, String>> change) {
        change(
                        caller,
                        named(request),
                        alarm ->
                                alarm.with(alarm.more(), change.apply(new HashMap<>(alarm.tags()))))
                .orElseThrow(() -> gone(request));
    }

    private Optional<Map<String, Object>> listTags(Members request, Principal caller) {
        Alarm alarm = alarms.find(id(caller, named(request))).orElseThrow(() -> gone(request));
        List<Map<String, Object>> tags = new ArrayList<>();
        new TreeMap<>(alarm.tags())
                .forEach((key, value) -> tags.add(Map.of("Key", key, "Value", value)));
        return Optional.of(Map.of(TAGS, tags));
    }
}
