package stator.iam.entity;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What has a name of its own in an account. Names differ in more than the size of letters. */
public sealed interface Entity permits Identity, ManagedPolicy, InstanceProfile, OpenIdProvider {
    EntityType type();

    /** Begins and ends with a slash. */
    String path();

    String name();

    /** Is never given to another, also when the name is. */
    String id();

    Instant created();

    List<Tag> tags();

    /** The same with other tags. */
    Entity withTags(List<Tag> other);

    /** What it is kept as. */
    Document document();

    /** The name by which it is found. */
    default String key() {
        return key(name());
    }

    /** The ARN of this entity in its account. */
    default String arn(String account) {
        return type().arn(account, path(), name());
    }

    /** What a name is found by. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
