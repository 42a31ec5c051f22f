package stator.s3.setting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import stator.s3.lifecycle.Lifecycle;
import stator.s3.request.Errors;
import stator.s3.request.S3Request;
import stator.s3.request.StorageClass;
import stator.s3.request.Tags;
import stator.s3.request.XmlElement;

/** What must be true of the document of expiry. Rules without an id get one. */
final class LifecycleCheck {
    private static final int RULES_MAX = 1_000;
    private static final int ID_CHARS_MAX = 255;
    private static final List<String> ACTIONS =
            List.of(
                    "Expiration",
                    "NoncurrentVersionExpiration",
                    "AbortIncompleteMultipartUpload",
                    "Transition",
                    "NoncurrentVersionTransition");

    private static final int INFREQUENT_DAYS_MIN = 30;

    private LifecycleCheck() {}

    static XmlElement checked(S3Request request, XmlElement document) {
        List<XmlElement> rules = document.all("Rule");
        if (rules.isEmpty() || rules.size() > RULES_MAX) {
            throw Errors.malformedXml();
        }
        Set<String> ids = new HashSet<>();
        List<XmlElement> checked = new ArrayList<>();
        for (XmlElement rule : rules) {
            XmlElement named = named(rule);
            if (!ids.add(named.text("ID"))) {
                throw Errors.invalidArgument(
                        "RuleId must be unique. Found same ID for more than one rule",
                        "ID",
                        named.text("ID"));
            }
            requireRule(named);
            checked.add(named);
        }
        return new XmlElement(document.name(), "", "", checked);
    }

    private static XmlElement named(XmlElement rule) {
        String id = rule.text("ID");
        if (id.length() > ID_CHARS_MAX) {
            throw Errors.invalidArgument(
                    "ID length should not exceed allowed limit of 255", "ID", id);
        }
        if (!id.isEmpty()) {
            return rule;
        }
        List<XmlElement> children = new ArrayList<>(rule.children());
        children.removeIf(child -> child.name().equals("ID"));
        children.addFirst(new XmlElement("ID", "", UUID.randomUUID().toString(), List.of()));
        return new XmlElement("Rule", "", "", children);
    }

    private static void requireRule(XmlElement rule) {
        String status = rule.required("Status");
        boolean filtered = rule.first("Filter").isPresent() || rule.first("Prefix").isPresent();
        if (!status.equals("Enabled") && !status.equals("Disabled") || !filtered) {
            throw Errors.malformedXml();
        }
        if (ACTIONS.stream().noneMatch(action -> rule.first(action).isPresent())) {
            throw Errors.invalidRequest("At least one action needs to be specified in a rule");
        }
        for (XmlElement expiration : rule.all("Expiration")) {
            requireExpiration(expiration, rule);
        }
        for (XmlElement old : rule.all("NoncurrentVersionExpiration")) {
            requirePositive(old, "NoncurrentDays", "NoncurrentVersionExpiration");
            if (old.text("NoncurrentDays").isEmpty()) {
                throw Errors.malformedXml();
            }
            requirePositive(old, "NewerNoncurrentVersions", "NoncurrentVersionExpiration");
        }
        for (XmlElement move : rule.all("Transition")) {
            requireTransition(move, "Days");
        }
        for (XmlElement move : rule.all("NoncurrentVersionTransition")) {
            requireTransition(move, "NoncurrentDays");
        }
        for (XmlElement abort : rule.all("AbortIncompleteMultipartUpload")) {
            requirePositive(abort, "DaysAfterInitiation", "AbortIncompleteMultipartUpload");
            if (abort.text("DaysAfterInitiation").isEmpty()) {
                throw Errors.malformedXml();
            }
            requireNoTags(rule, "AbortIncompleteMultipartUpload");
        }
        requireFilter(rule);
    }

    /** Of days, a date and the markers there is one. */
    private static void requireExpiration(XmlElement expiration, XmlElement rule) {
        requirePositive(expiration, "Days", "Expiration");
        String date = expiration.text("Date");
        String markers = expiration.text("ExpiredObjectDeleteMarker");
        long said =
                Stream.of(expiration.text("Days"), date, markers)
                        .filter(text -> !text.isEmpty())
                        .count();
        if (said != 1 || !List.of("", "true", "false").contains(markers)) {
            throw Errors.malformedXml();
        }
        if (!date.isEmpty() && !Lifecycle.isMidnight(date)) {
            throw Errors.invalidArgument("'Date' must be at midnight GMT", "Date", date);
        }
        if (!markers.isEmpty()) {
            requireNoTags(rule, "ExpiredObjectDeleteMarker");
        }
    }

    /** Of days and a date there is one, and the class is one that objects are moved to. */
    private static void requireTransition(XmlElement move, String days) {
        String date = days.equals("Days") ? move.text("Date") : "";
        String after = move.text(days).strip();
        String target = move.text("StorageClass");
        boolean isWhole = after.isEmpty() != date.isEmpty() && after.matches("\\d{0,9}");
        if (!isWhole || !StorageClass.isTarget(target)) {
            throw Errors.malformedXml();
        }
        if (!date.isEmpty() && !Lifecycle.isMidnight(date)) {
            throw Errors.invalidArgument("'Date' must be at midnight GMT", "Date", date);
        }
        boolean isInfrequent = target.equals("STANDARD_IA") || target.equals("ONEZONE_IA");
        if (isInfrequent && !after.isEmpty() && Integer.parseInt(after) < INFREQUENT_DAYS_MIN) {
            throw Errors.invalidArgument(
                    "'"
                            + days
                            + "' in "
                            + move.name()
                            + " action must be greater than or equal to 30 for storageClass '"
                            + target
                            + "'",
                    days,
                    after);
        }
    }

    private static Optional<XmlElement> filter(XmlElement rule) {
        return rule.first("Filter").map(filter -> filter.first("And").orElse(filter));
    }

    private static void requireNoTags(XmlElement rule, String action) {
        if (filter(rule).filter(each -> each.first("Tag").isPresent()).isPresent()) {
            throw Errors.invalidRequest(action + " cannot be specified with Tags.");
        }
    }

    private static void requireFilter(XmlElement rule) {
        if (rule.first("Filter").isPresent() && rule.first("Prefix").isPresent()) {
            throw Errors.malformedXml();
        }
        filter(rule)
                .ifPresent(filter -> {
                    Tags.of(filter, Integer.MAX_VALUE);
                    for (String size : List.of("ObjectSizeGreaterThan", "ObjectSizeLessThan")) {
                        if (!filter.text(size).matches("\\s*\\d{0,18}\\s*")) {
                            throw Errors.malformedXml();
                        }
                    }
                });
    }

    private static void requirePositive(XmlElement action, String element, String name) {
        String days = action.text(element);
        if (days.isEmpty()) {
            return;
        }
        if (!days.matches("-?\\d{1,9}")) {
            throw Errors.malformedXml();
        }
        if (Integer.parseInt(days) <= 0) {
            throw Errors.invalidArgument(
                    "'" + element + "' for " + name + " action must be a positive integer",
                    element,
                    days);
        }
    }
}
