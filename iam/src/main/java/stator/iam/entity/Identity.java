package stator.iam.entity;

import java.time.Instant;
import java.util.List;

/** What policies stand at: a user, a group or a role. */
public sealed interface Identity extends Entity permits User, Group, Role {
    /** Its name and its place. */
    Label label();

    /** The policies that stand at it. */
    Holding holding();

    /** The same with other policies. */
    Identity with(Holding other);

    @Override
    default String path() {
        return label().path();
    }

    @Override
    default String name() {
        return label().name();
    }

    @Override
    default String id() {
        return label().id();
    }

    @Override
    default Instant created() {
        return label().created();
    }

    @Override
    default List<Tag> tags() {
        return label().tags();
    }

    /** What all entities have: see {@link Entity}. */
    record Label(String path, String name, String id, Instant created, List<Tag> tags) {
        public Label {
            if (!path.startsWith("/") || !path.endsWith("/") || name.isEmpty() || id.isEmpty()) {
                throw new IllegalArgumentException("no entity: " + path + name);
            }
            tags = List.copyOf(tags);
        }

        /** The same with other tags. */
        public Label withTags(List<Tag> other) {
            return new Label(path, name, id, created, other);
        }

        /** The same under another name. */
        public Label at(String otherPath, String otherName) {
            return new Label(otherPath, otherName, id, created, tags);
        }

        Document document() {
            return new Document()
                    .put("Path", path)
                    .put("Name", name)
                    .put("Id", id)
                    .put("Created", created)
                    .putTags(tags);
        }

        static Label of(Document document) {
            return new Label(
                    document.text("Path"),
                    document.text("Name"),
                    document.text("Id"),
                    document.time("Created"),
                    document.tags());
        }
    }
}
