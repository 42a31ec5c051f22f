package stator.s3.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import stator.s3.request.XmlElement;

/** A rule that is enabled: which objects, and what becomes of them. */
record LifecycleRule(String id, Filter filter, List<Action> actions) {
    /** What becomes of them. */
    sealed interface Action {}

    /** The current version expires when it is so many days old. */
    record ExpireAfter(int days) implements Action {}

    /** The current version expires at a date. */
    record ExpireOn(Instant date) implements Action {}

    /** A marker of a deletion goes when nothing is left that it hides. */
    record RemoveLoneMarkers() implements Action {}

    /**
     * A version goes when another has been in its place for so many days.
     *
     * @param newerKept how many newer ones than it must be there beside the current one
     */
    record ExpireNoncurrent(int days, int newerKept) implements Action {}

    /** An upload ends without an object so many days after it was begun. */
    record AbortUploads(int days) implements Action {}

    /**
     * A version is in another storage class when it is so many days old.
     *
     * @param noncurrent whether the days begin when another version takes its place
     */
    record MoveAfter(int days, String storageClass, boolean noncurrent) implements Action {}

    /** The current version is in another storage class from a date on. */
    record MoveOn(Instant date, String storageClass) implements Action {}

    LifecycleRule {
        actions = List.copyOf(actions);
    }

    /** The rules of a document that are enabled. */
    static List<LifecycleRule> all(XmlElement document) {
        return document.all("Rule").stream()
                .filter(rule -> rule.text("Status").equals("Enabled"))
                .map(LifecycleRule::of)
                .toList();
    }

    private static LifecycleRule of(XmlElement rule) {
        List<Action> actions = new ArrayList<>();
        for (XmlElement expiration : rule.all("Expiration")) {
            if (!expiration.text("Days").isEmpty()) {
                actions.add(new ExpireAfter(number(expiration, "Days")));
            }
            if (!expiration.text("Date").isEmpty()) {
                actions.add(new ExpireOn(date(expiration.text("Date"))));
            }
            if (expiration.text("ExpiredObjectDeleteMarker").equals("true")) {
                actions.add(new RemoveLoneMarkers());
            }
        }
        for (XmlElement old : rule.all("NoncurrentVersionExpiration")) {
            String kept = old.text("NewerNoncurrentVersions");
            actions.add(
                    new ExpireNoncurrent(
                            number(old, "NoncurrentDays"),
                            kept.isEmpty() ? 0 : Integer.parseInt(kept)));
        }
        for (XmlElement abort : rule.all("AbortIncompleteMultipartUpload")) {
            actions.add(new AbortUploads(number(abort, "DaysAfterInitiation")));
        }
        for (XmlElement move : rule.all("Transition")) {
            String target = move.text("StorageClass");
            actions.add(
                    move.text("Date").isEmpty()
                            ? new MoveAfter(number(move, "Days"), target, false)
                            : new MoveOn(date(move.text("Date")), target));
        }
        for (XmlElement move : rule.all("NoncurrentVersionTransition")) {
            String target = move.text("StorageClass");
            actions.add(new MoveAfter(number(move, "NoncurrentDays"), target, true));
        }
        return new LifecycleRule(rule.text("ID"), Filter.of(rule), actions);
    }

    private static int number(XmlElement element, String name) {
        return Integer.parseInt(element.text(name).strip());
    }

    /** A date, or an instant that is a midnight; {@code LifecycleCheck} has seen to that. */
    static Instant date(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
