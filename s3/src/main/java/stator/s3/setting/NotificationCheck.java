package stator.s3.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import stator.s3.request.Errors;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;

/** What must be true of the document of notifications. Those without an id get one. */
final class NotificationCheck {
    private static final List<String> EVENTS =
            List.of(
                    "s3:ObjectCreated:",
                    "s3:ObjectRemoved:",
                    "s3:ObjectTagging:",
                    "s3:LifecycleExpiration:",
                    "s3:ObjectAcl:",
                    "s3:ObjectRestore:",
                    "s3:Replication:",
                    "s3:LifecycleTransition",
                    "s3:IntelligentTiering",
                    "s3:TestEvent",
                    "s3:ReducedRedundancyLostObject");

    private NotificationCheck() {}

    static XmlElement checked(S3Request request, XmlElement document) {
        List<XmlElement> checked = new ArrayList<>();
        for (XmlElement each : document.children()) {
            checked.add(each.name().endsWith("Configuration") ? checked(each, request) : each);
        }
        return new XmlElement(document.name(), "", "", checked);
    }

    private static XmlElement checked(XmlElement configuration, S3Request request) {
        boolean toFunction = configuration.name().equals("CloudFunctionConfiguration");
        if (!toFunction) {
            if (configuration.name().equals("EventBridgeConfiguration")) {
                return configuration;
            }
            requireKnown(configuration);
        }
        List<XmlElement> events = configuration.all("Event");
        if (events.isEmpty()) {
            throw Errors.malformedXml();
        }
        for (XmlElement event : events) {
            if (EVENTS.stream().noneMatch(event.text()::startsWith)) {
                throw Errors.invalidArgument(
                        "The event '" + event.text() + "' is not supported for notifications",
                        "Event",
                        event.text());
            }
        }
        requireTarget(configuration, request);
        if (!configuration.text("Id").isEmpty()) {
            return configuration;
        }
        List<XmlElement> children = new ArrayList<>(configuration.children());
        children.removeIf(child -> child.name().equals("Id"));
        children.addFirst(new XmlElement("Id", "", UUID.randomUUID().toString(), List.of()));
        return new XmlElement(configuration.name(), "", "", children);
    }

    private static void requireKnown(XmlElement configuration) {
        if (!List.of("TopicConfiguration", "QueueConfiguration").contains(configuration.name())) {
            throw Errors.malformedXml();
        }
    }

    /** AWS asks each target whether it takes messages of the bucket; so does this. */
    private static void requireTarget(XmlElement configuration, S3Request request) {
        String target =
                configuration.text("CloudFunction")
                        + configuration.text("Queue")
                        + configuration.text("Topic");
        if (!request.takesNotifications(target)) {
            throw Errors.invalidArgument(
                    "Unable to validate the following destination configurations",
                    target,
                    "Not authorized to invoke function [" + target + "]");
        }
    }
}
