package stator.iam.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.ManagedPolicy;

/**
 * The managed policies that AWS has made and every account has: those that tutorials attach.
 *
 * <p>They are read when somebody asks for the first one. The resource has a head for each, {@code
 * ARN, id, version, created, updated, description} between tabs, then the text up to an empty line.
 */
public final class AwsPolicies {
    /** The account that they are of. */
    public static final String OWNER = "aws";

    private static final String RESOURCE = "aws-policies.txt";
    private static final String ARN_START = EntityType.POLICY.arn(OWNER, "/", "");

    private Map<String, ManagedPolicy> byArn = Map.of();

    /** The policy of an ARN. */
    public Optional<ManagedPolicy> find(String arn) {
        return arn.startsWith(ARN_START)
                ? Optional.ofNullable(loaded().get(arn))
                : Optional.empty();
    }

    /** All of them. */
    public Collection<ManagedPolicy> all() {
        return loaded().values();
    }

    private synchronized Map<String, ManagedPolicy> loaded() {
        if (byArn.isEmpty()) {
            byArn = read();
        }
        return byArn;
    }

    private static Map<String, ManagedPolicy> read() {
        Map<String, ManagedPolicy> policies = new LinkedHashMap<>();
        try (InputStream stream = AwsPolicies.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The build left out " + RESOURCE);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String policy : text.split("\n\n")) {
                int end = policy.indexOf('\n');
                String[] head = policy.substring(0, end).split("\t", -1);
                policies.put(head[0], policy(head, policy.substring(end + 1).stripTrailing()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return policies;
    }

    private static ManagedPolicy policy(String[] head, String text) {
        String place = head[0].substring(ARN_START.length() - 1);
        int slash = place.lastIndexOf('/') + 1;
        int version = Integer.parseInt(head[2]);
        Instant created = Instant.parse(head[3]);
        Instant updated = Instant.parse(head[4]);
        List<ManagedPolicy.Version> versions = new ArrayList<>();
        versions.add(new ManagedPolicy.Version(version, text, updated));
        return new ManagedPolicy(
                new Identity.Label(
                        place.substring(0, slash),
                        place.substring(slash),
                        head[1],
                        created,
                        List.of()),
                head[5],
                updated,
                versions,
                version,
                version);
    }
}
