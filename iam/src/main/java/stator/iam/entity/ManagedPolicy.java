package stator.iam.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy that has a name of its own.
 *
 * @param description empty if there is none
 * @param updated when a version came or went, or the default changed
 * @param versions the newest first
 * @param defaultVersion the number of the one that holds
 * @param lastVersion the highest number that was ever given
 */
public record ManagedPolicy(
        Identity.Label label,
        String description,
        Instant updated,
        List<Version> versions,
        int defaultVersion,
        int lastVersion)
        implements Entity {
    /**
     * One of the texts that a policy has had.
     *
     * @param number of {@code v1}
     */
    public record Version(int number, String text, Instant created) {
        /** Its name. */
        public String id() {
            return "v" + number;
        }
    }

    public ManagedPolicy {
        versions = List.copyOf(versions);
        int holds = defaultVersion;
        if (versions.stream().noneMatch(version -> version.number() == holds)) {
            throw new IllegalArgumentException("no version " + defaultVersion);
        }
    }

    /** A policy of one version. */
    public static ManagedPolicy first(Identity.Label label, String description, String text) {
        Instant now = label.created();
        return new ManagedPolicy(label, description, now, List.of(new Version(1, text, now)), 1, 1);
    }

    @Override
    public EntityType type() {
        return EntityType.POLICY;
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
    public ManagedPolicy withTags(List<Tag> other) {
        return new ManagedPolicy(
                label.withTags(other), description, updated, versions, defaultVersion, lastVersion);
    }

    /** The version of a name. */
    public Optional<Version> find(String versionId) {
        return versions.stream().filter(version -> version.id().equals(versionId)).findFirst();
    }

    /** Whether a version is the one that holds. */
    public boolean isDefault(Version version) {
        return version.number() == defaultVersion;
    }

    /** The text that holds. */
    public String text() {
        return find("v" + defaultVersion).orElseThrow().text();
    }

    /** With one more version. */
    public ManagedPolicy with(String text, boolean asDefault, Instant now) {
        List<Version> more = new ArrayList<>();
        more.add(new Version(lastVersion + 1, text, now));
        more.addAll(versions);
        return new ManagedPolicy(
                label,
                description,
                now,
                more,
                asDefault ? lastVersion + 1 : defaultVersion,
                lastVersion + 1);
    }

    /** Without a version that does not hold. */
    public ManagedPolicy without(Version version, Instant now) {
        List<Version> fewer = new ArrayList<>(versions);
        fewer.remove(version);
        return new ManagedPolicy(label, description, now, fewer, defaultVersion, lastVersion);
    }

    /** The same when another version holds. */
    public ManagedPolicy holding(Version version, Instant now) {
        return new ManagedPolicy(label, description, now, versions, version.number(), lastVersion);
    }

    @Override
    public Document document() {
        return label.document()
                .put("Description", description)
                .put("Updated", updated)
                .put("Default", defaultVersion)
                .put("Last", lastVersion)
                .putDocuments(
                        "Versions",
                        versions.stream()
                                .map(version ->
                                        new Document()
                                                .put("Number", version.number())
                                                .put("Text", version.text())
                                                .put("Created", version.created()))
                                .toList());
    }

    /** The policy that a document is. */
    public static ManagedPolicy of(Document document) {
        return new ManagedPolicy(
                Identity.Label.of(document),
                document.text("Description"),
                document.time("Updated"),
                document.documents("Versions").stream()
                        .map(version ->
                                new Version(
                                        (int) version.number("Number"),
                                        version.text("Text"),
                                        version.time("Created")))
                        .toList(),
                (int) document.number("Default"),
                (int) document.number("Last"));
    }
}
