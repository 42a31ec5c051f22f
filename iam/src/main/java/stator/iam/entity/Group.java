package stator.iam.entity;

import java.util.List;

/** Users who get the same policies. */
public record Group(Label label, Holding holding) implements Identity {
    @Override
    public EntityType type() {
        return EntityType.GROUP;
    }

    @Override
    public Group with(Holding other) {
        return new Group(label, other);
    }

    @Override
    public Group withTags(List<Tag> other) {
        return new Group(label.withTags(other), holding);
    }

    /** The same group under another name. */
    public Group at(String path, String name) {
        return new Group(label.at(path, name), holding);
    }

    @Override
    public Document document() {
        return holding.into(label.document());
    }

    /** The group that a document is. */
    public static Group of(Document document) {
        return new Group(Label.of(document), Holding.of(document));
    }
}
