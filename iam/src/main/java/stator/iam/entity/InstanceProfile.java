package stator.iam.entity;

import java.time.Instant;
import java.util.List;

/**
 * What gives a role to machines.
 *
 * @param role the id of its role; empty if it has none
 */
public record InstanceProfile(Identity.Label label, String role) implements Entity {
    @Override
    public EntityType type() {
        return EntityType.INSTANCE_PROFILE;
    }

    @Override
    public String path() {
        return label.path();
    }

    @Override
    public String name() {
        return label.name();
    }

    @Override
    public String id() {
        return label.id();
    }

    @Override
    public Instant created() {
        return label.created();
    }

    @Override
    public List<Tag> tags() {
        return label.tags();
    }

    @Override
    public InstanceProfile withTags(List<Tag> other) {
        return new InstanceProfile(label.withTags(other), role);
    }

    /** The same with another role; empty for none. */
    public InstanceProfile of(String other) {
        return new InstanceProfile(label, other);
    }

    @Override
    public Document document() {
        return label.document().put("Role", role);
    }

    /** The instance profile that a document is. */
    public static InstanceProfile of(Document document) {
        return new InstanceProfile(Identity.Label.of(document), document.text("Role"));
    }
}
