package stator.iam.entity;

import java.time.Instant;
import java.util.List;

/**
 * An issuer of web identities that an account trusts.
 *
 * @param scheme of its URL: {@code https}, or {@code http} on this machine
 * @param label its name is the URL without the scheme
 * @param clientIds for whom its tokens may be made out
 * @param thumbprints of the certificates that its keys may come from
 */
public record OpenIdProvider(
        String scheme, Identity.Label label, List<String> clientIds, List<String> thumbprints)
        implements Entity {
    public OpenIdProvider {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
    }

    @Override
    public EntityType type() {
        return EntityType.OPEN_ID_PROVIDER;
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
    public OpenIdProvider withTags(List<Tag> other) {
        return new OpenIdProvider(scheme, label.withTags(other), clientIds, thumbprints);
    }

    /** Whether this is its URL. */
    public boolean isAt(String url) {
        return url.equals(scheme + "://" + name());
    }

    /** The same for other clients. */
    public OpenIdProvider forClients(List<String> others) {
        return new OpenIdProvider(scheme, label, others, thumbprints);
    }

    /** The same with other certificates. */
    public OpenIdProvider withThumbprints(List<String> others) {
        return new OpenIdProvider(scheme, label, clientIds, others);
    }

    @Override
    public Document document() {
        return label.document()
                .put("Scheme", scheme)
                .put("Clients", clientIds)
                .put("Thumbprints", thumbprints);
    }

    /** The provider that a document is. */
    public static OpenIdProvider of(Document document) {
        return new OpenIdProvider(
                document.text("Scheme"),
                Identity.Label.of(document),
                document.texts("Clients"),
                document.texts("Thumbprints"));
    }
}
