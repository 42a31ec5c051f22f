package stator.s3.notification;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectStore;
import stator.bucket.object.ObjectVersion;
import stator.identity.Principal;
import stator.s3.request.ObjectEvents;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.target.NotificationTargets;

/** Tells the targets that a bucket's configuration names what happens to its objects. */
public final class Notifications implements ObjectEvents {
    private static final Logger LOG = System.getLogger(Notifications.class.getName());
    private static final String CONFIGURATION = "notification";

    /** Who makes objects expire, as S3 writes it. */
    private static final String RULE = "s3.amazonaws.com";

    private final NotificationTargets targets;

    public Notifications(NotificationTargets targets) {
        this.targets = targets;
    }

    @Override
    public boolean takes(String target) {
        return targets.takes(target);
    }

    @Override
    public void happened(S3Request request, String event, ObjectVersion object) {
        tell(request::bucket, () -> EventRecord.Occasion.of(request), event, object);
    }

    /** Nobody asked for it: a rule of the bucket made an object expire. */
    public void expired(
            ObjectStore store,
            Clock clock,
            ObjectBucket bucket,
            String event,
            ObjectVersion object) {
        tell(() -> bucket, () -> byRule(store.info(bucket.name()), clock, bucket), event, object);
    }

    private static EventRecord.Occasion byRule(
            Map<String, String> info, Clock clock, ObjectBucket bucket) {
        String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        return new EventRecord.Occasion(
                bucket.name(),
                info.getOrDefault("owner", Principal.DEFAULT_ACCOUNT),
                info.getOrDefault("region", "us-east-1"),
                clock.instant(),
                RULE,
                RULE,
                id.substring(0, 16),
                id);
    }

    /** Something that is found on the disk, and only if somebody wants to know. */
    @FunctionalInterface
    private interface Fact<T> {
        T get() throws IOException;
    }

    private void tell(
            Fact<ObjectBucket> bucket,
            Fact<EventRecord.Occasion> occasion,
            String event,
            ObjectVersion object) {
        try {
            Optional<byte[]> configuration = bucket.get().configuration(CONFIGURATION);
            if (configuration.isEmpty()) {
                return;
            }
            XmlElement document =
                    XmlElement.parse(configuration.get(), "NotificationConfiguration");
            for (XmlElement each : document.all("CloudFunctionConfiguration")) {
                if (wants(each, event, object.key())) {
                    targets.deliver(
                            each.text("CloudFunction"),
                            EventRecord.document(occasion.get(), event, object, each.text("Id")));
                }
            }
        } catch (IOException | RuntimeException e) {
            // The object is there, whoever fails to hear of it.
            LOG.log(Level.WARNING, "A notification of " + event + " was not delivered.", e);
        }
    }

    private static boolean wants(XmlElement configuration, String event, String key) {
        return configuration.all("Event").stream()
                        .anyMatch(each -> matches(each.text(), "s3:" + event))
                && passes(configuration, key);
    }

    private static boolean matches(String pattern, String event) {
        return pattern.endsWith("*")
                ? event.startsWith(pattern.substring(0, pattern.length() - 1))
                : event.equals(pattern);
    }

    private static boolean passes(XmlElement configuration, String key) {
        for (XmlElement filter : configuration.all("Filter")) {
            for (XmlElement keys : filter.all("S3Key")) {
                for (XmlElement rule : keys.all("FilterRule")) {
                    boolean prefix = rule.text("Name").equalsIgnoreCase("prefix");
                    String value = rule.text("Value");
                    if (prefix ? !key.startsWith(value) : !key.endsWith(value)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
