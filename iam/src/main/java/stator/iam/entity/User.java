package stator.iam.entity;

import java.util.List;

/**
 * Somebody who signs with access keys.
 *
 * @param groups the ids of the groups that the user is in
 */
public record User(Label label, Holding holding, List<String> groups) implements Identity {
    public User {
        groups = List.copyOf(groups);
    }

    @Override
    public EntityType type() {
        return EntityType.USER;
    }

    @Override
    public User with(Holding other) {
        return new User(label, other, groups);
    }

    @Override
    public User withTags(List<Tag> other) {
        return new User(label.withTags(other), holding, groups);
    }

    /** The same user in other groups. */
    public User in(List<String> others) {
        return new User(label, holding, others);
    }

    /** The same user under another name. */
    public User at(String path, String name) {
        return new User(label.at(path, name), holding, groups);
    }

    @Override
    public Document document() {
        return holding.into(label.document()).put("Groups", groups);
    }

    /** The user that a document is. */
    public static User of(Document document) {
        return new User(Label.of(document), Holding.of(document), document.texts("Groups"));
    }
}
