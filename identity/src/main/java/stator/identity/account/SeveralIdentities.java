package stator.identity.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Several groups of identities as one. */
record SeveralIdentities(List<Identities> several) implements Identities {
    SeveralIdentities {
        several = List.copyOf(several);
    }

    @Override
    public long version() {
        long sum = 0;
        for (Identities identities : several) {
            sum += identities.version();
        }
        return sum;
    }

    @Override
    public Optional<AccessKey> find(String accessKey, String sessionToken) {
        for (Identities identities : several) {
            Optional<AccessKey> found = identities.find(accessKey, sessionToken);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<CallerPolicies> policies(String accessKey) {
        for (Identities identities : several) {
            Optional<CallerPolicies> found = identities.policies(accessKey);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public void used(String accessKey, String service, String region, Instant at) {
        several.forEach(identities -> identities.used(accessKey, service, region, at));
    }
}
