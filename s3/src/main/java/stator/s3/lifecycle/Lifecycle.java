package stator.s3.lifecycle;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.Address;
import stator.s3.request.Times;
import stator.s3.request.XmlElement;

/** The rules of a bucket, and when its objects expire by them. */
public final class Lifecycle {
    /** Under which the rules are kept. */
    public static final String NAME = "lifecycle";

    private Lifecycle() {}

    static List<LifecycleRule> rules(ObjectBucket bucket) throws IOException {
        return bucket.configuration(NAME)
                .map(document -> XmlElement.parse(document, "LifecycleConfiguration"))
                .map(LifecycleRule::all)
                .orElse(List.of());
    }

    /** An end of an object, and the rule that sets it. */
    record End(Instant date, LifecycleRule rule) {}

    /** When the current version of an object expires: by the rule that ends it first. */
    static Optional<End> end(List<LifecycleRule> rules, ObjectVersion current, Days days) {
        Optional<End> first = Optional.empty();
        for (LifecycleRule rule : rules) {
            if (!rule.filter().matches(current)) {
                continue;
            }
            for (LifecycleRule.Action action : rule.actions()) {
                Optional<Instant> date = date(action, current, days);
                if (date.isPresent()
                        && first.filter(end -> !date.get().isBefore(end.date())).isEmpty()) {
                    first = Optional.of(new End(date.get(), rule));
                }
            }
        }
        return first;
    }

    private static Optional<Instant> date(
            LifecycleRule.Action action, ObjectVersion current, Days days) {
        return switch (action) {
            case LifecycleRule.ExpireAfter after ->
                    Optional.of(days.after(current.modified(), after.days()));
            case LifecycleRule.ExpireOn on -> Optional.of(on.date());
            case LifecycleRule.RemoveLoneMarkers lone -> Optional.empty();
            case LifecycleRule.ExpireNoncurrent old -> Optional.empty();
            case LifecycleRule.AbortUploads abort -> Optional.empty();
            case LifecycleRule.MoveAfter move -> Optional.empty();
            case LifecycleRule.MoveOn move -> Optional.empty();
        };
    }

    /**
     * The header {@code x-amz-expiration} of answers that tell of an object; empty if no rule ends
     * it.
     */
    public static Optional<String> header(ObjectBucket bucket, ObjectVersion object, Days days)
            throws IOException {
        return end(rules(bucket), object, days)
                .map(end ->
                        "expiry-date=\""
                                + Times.http(end.date())
                                + "\", rule-id=\""
                                + Address.encoded(end.rule().id(), "")
                                + "\"");
    }

    /** Whether a text is a date at which something can expire: a midnight of UTC. */
    public static boolean isMidnight(String text) {
        try {
            return LifecycleRule.date(text).atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay()
                    == 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
