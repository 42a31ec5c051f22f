package stator.iam.sts;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of OpenID Connect issuers, as they publish them (OpenID Connect Discovery 1.0, JSON Web
 * Key, RFC 7517). Thread-safe. Only issuers that an account trusts are asked, and each at most once
 * in a while.
 */
final class IssuerKeys {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int BYTES_MAX = 256 * 1024;
    private static final int ISSUERS_MAX = 1000;
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

    private final Clock clock;

    /** Guarded by this. */
    private final Map<String, Known> known = new HashMap<>();

    /** Made when an issuer is asked first: it has threads. Guarded by this. */
    private HttpClient http;

    private record Key(String id, PublicKey key) {}

    private record Known(List<Key> keys, Instant asked) {}

    IssuerKeys(Clock clock) {
        this.clock = clock;
    }

    /** Whether one of the issuer's keys has signed a token. */
    boolean haveSigned(IdToken token) {
        Known now = keys(token.issuer(), LIFETIME);
        boolean isKnown =
                token.keyId().isEmpty()
                        || now.keys.stream().anyMatch(key -> key.id.equals(token.keyId()));
        // The issuer may have a new key since.
        Known newer = isKnown ? now : keys(token.issuer(), PAUSE);
        return newer.keys.stream()
                .filter(key -> token.keyId().isEmpty() || key.id.equals(token.keyId()))
                .anyMatch(key -> token.isSignedBy(key.key));
    }

    /** Who comes while an issuer is asked waits for its answer, and asks no second time. */
    private synchronized Known keys(String issuer, Duration age) {
        Known before = known.get(issuer);
        if (before == null || clock.instant().isAfter(before.asked.plus(ageOf(before, age)))) {
            if (known.size() >= ISSUERS_MAX) {
                known.clear();
            }
            known.put(issuer, new Known(ask(issuer), clock.instant()));
        }
        Known now = known.get(issuer);
        if (now.keys.isEmpty()) {
            throw StsErrors.invalidIdentityToken(
                    "Couldn't retrieve verification key from your identity provider,  please"
                            + " reference AssumeRoleWithWebIdentity documentation for"
                            + " requirements");
        }
        return now;
    }

    /** An issuer that gave no keys is asked again soon. */
    private static Duration ageOf(Known known, Duration age) {
        return known.keys.isEmpty() ? PAUSE : age;
    }

    /** The keys of an issuer; none if they cannot be had. */
    private List<Key> ask(String issuer) {
        try {
            String base = issuer.endsWith("/") ? issuer : issuer + "/";
            Map<String, Object> configuration =
                    get(URI.create(base + ".well-known/openid-configuration"));
            Map<String, Object> set = get(URI.create(Json.text(configuration, "jwks_uri")));
            List<Key> keys = new ArrayList<>();
            if (set.get("keys") instanceof List<?> list) {
                for (Object one : list) {
                    if (one instanceof Map<?, ?> map) {
                        key(map).ifPresent(keys::add);
                    }
                }
            }
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private HttpClient client() {
        if (http == null) {
            http =
                    HttpClient.newBuilder()
                            .connectTimeout(TIMEOUT)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build();
        }
        return http;
    }

    private Map<String, Object> get(URI uri) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    client().send(
                                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(BYTES_MAX);
                if (response.statusCode() != 200 || bytes.length == BYTES_MAX) {
                    throw new IOException("status " + response.statusCode());
                }
                return Json.object(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Optional<Key> key(Map<?, ?> published) {
        Map<String, Object> members = new HashMap<>();
        published.forEach((name, value) -> members.put((String) name, value));
        try {
            PublicKey key =
                    switch (Json.text(members, "kty")) {
                        case "RSA" ->
                                KeyFactory.getInstance("RSA")
                                        .generatePublic(
                                                new RSAPublicKeySpec(
                                                        number(members, "n"),
                                                        number(members, "e")));
                        case "EC" -> curveKey(members);
                        default -> throw new GeneralSecurityException("another kind of key");
                    };
            return Optional.of(new Key(Json.text(members, "kid"), key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PublicKey curveKey(Map<String, Object> members) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVES.getOrDefault(Json.text(members, "crv"), "")));
        ECPoint point = new ECPoint(number(members, "x"), number(members, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(Map<String, Object> members, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(Json.text(members, name)));
    }
}
