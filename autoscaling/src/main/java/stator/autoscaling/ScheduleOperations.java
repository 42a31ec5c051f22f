package stator.autoscaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stator.autoscaling.scaling.Dimension;
import stator.autoscaling.scaling.ScalableTarget;
import stator.autoscaling.scaling.Scaler;
import stator.autoscaling.scaling.ScheduledAction;
import stator.identity.Principal;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;
import stator.rpc.Operation.Resources;

/** Scheduled actions: put, describe, delete. */
final class ScheduleOperations {
    private static final String NAME = "ScheduledActionName";
    private static final String SCHEDULE = "Schedule";
    private static final String TIMEZONE = "Timezone";
    private static final String START = "StartTime";
    private static final String END = "EndTime";
    private static final String ACTION = "ScalableTargetAction";
    private static final String MIN = "MinCapacity";
    private static final String MAX = "MaxCapacity";

    private final Scaler scaler;

    ScheduleOperations(Scaler scaler) {
        this.scaler = scaler;
    }

    List<Operation> all() {
        return List.of(
                new Operation("PutScheduledAction", Resources.ANY, this::put),
                new Operation("DescribeScheduledActions", Resources.ANY, this::describe),
                new Operation("DeleteScheduledAction", Resources.ANY, this::delete));
    }

    private void put(Struct request, Principal caller, ResponseWriter answer) {
        ScalableTarget target = Dimensions.target(scaler, request, caller);
        Dimension dimension = target.dimension();
        String name = request.string(NAME);
        Optional<ScheduledAction> before = scaler.actions().find(dimension, name);
        if (before.isEmpty() && !request.has(SCHEDULE)) {
            throw AutoScalingErrors.validation("Schedule is required for a new scheduled action.");
        }
        ScheduledAction action = action(request, dimension, before);
        if (!action.hasSchedule()) {
            throw AutoScalingErrors.validation(
                    "The schedule expression "
                            + action.schedule()
                            + " is not valid. Use at(yyyy-mm-ddThh:mm:ss), rate(value unit) or"
                            + " cron(fields), and a canonical name of a time zone.");
        }
        scaler.actions().put(dimension, name, action);
        answer.startObject().endObject();
    }

    /** Members that an update does not have stay as they are, but the action is new as a whole. */
    private ScheduledAction action(
            Struct request, Dimension dimension, Optional<ScheduledAction> before) {
        Optional<Struct> bounds = request.findStruct(ACTION);
        long min =
                bounds.map(it -> (long) it.integer(MIN, (int) ScheduledAction.UNSET))
                        .orElseGet(() ->
                                before.map(ScheduledAction::min).orElse(ScheduledAction.UNSET));
        long max =
                bounds.map(it -> (long) it.integer(MAX, (int) ScheduledAction.UNSET))
                        .orElseGet(() ->
                                before.map(ScheduledAction::max).orElse(ScheduledAction.UNSET));
        if (min == ScheduledAction.UNSET && max == ScheduledAction.UNSET) {
            throw AutoScalingErrors.validation(
                    "At least one of MinCapacity and MaxCapacity is required.");
        }
        if (min != ScheduledAction.UNSET && max != ScheduledAction.UNSET) {
            TargetOperations.requireBounds(min, max);
        }
        return new ScheduledAction(
                dimension,
                request.string(NAME),
                before.map(ScheduledAction::id).orElseGet(scaler::newId),
                request.string(SCHEDULE, before.map(ScheduledAction::schedule).orElse("")),
                request.string(TIMEZONE, before.map(ScheduledAction::timezone).orElse("")),
                millis(request, START, before.map(ScheduledAction::startMillis)),
                millis(request, END, before.map(ScheduledAction::endMillis)),
                min,
                max,
                before.map(ScheduledAction::createdMillis).orElseGet(scaler::millis),
                ScheduledAction.UNSET);
    }

    private static long millis(Struct request, String member, Optional<Long> before) {
        return request.has(member)
                ? Math.max(0, request.instant(member).toEpochMilli())
                : before.orElse(ScheduledAction.UNSET);
    }

    private void describe(Struct request, Principal caller, ResponseWriter answer) {
        List<String> names = request.strings("ScheduledActionNames");
        List<ScheduledAction> wanted =
                Dimensions.wanted(
                                request,
                                scaler.actions().of(caller.account(), caller.region()),
                                ScheduledAction::dimension)
                        .stream()
                        .filter(it -> names.isEmpty() || names.contains(it.name()))
                        .toList();
        Page.write(request, "ScheduledActions", wanted, answer, action -> write(action, answer));
    }

    private static void write(ScheduledAction action, ResponseWriter answer) {
        answer.startObject()
                .member(NAME, action.name())
                .member("ScheduledActionARN", action.arn())
                .member(SCHEDULE, action.schedule());
        if (!action.timezone().isEmpty()) {
            answer.member(TIMEZONE, action.timezone());
        }
        TargetOperations.writeDimension(action.dimension(), answer);
        writeTime(START, action.startMillis(), answer);
        writeTime(END, action.endMillis(), answer);
        answer.field(ACTION).startObject();
        writeBound(MIN, action.min(), answer);
        writeBound(MAX, action.max(), answer);
        answer.endObject()
                .member("CreationTime", Instant.ofEpochMilli(action.createdMillis()))
                .endObject();
    }

    private static void writeTime(String member, long millis, ResponseWriter answer) {
        if (millis != ScheduledAction.UNSET) {
            answer.member(member, Instant.ofEpochMilli(millis));
        }
    }

    private static void writeBound(String member, long bound, ResponseWriter answer) {
        if (bound != ScheduledAction.UNSET) {
            answer.member(member, bound);
        }
    }

    private void delete(Struct request, Principal caller, ResponseWriter answer) {
        Dimension dimension = Dimensions.of(request, caller);
        if (!scaler.actions().remove(dimension, request.string(NAME))) {
            throw AutoScalingErrors.notFound("No scheduled action found for ", dimension);
        }
        answer.startObject().endObject();
    }
}
