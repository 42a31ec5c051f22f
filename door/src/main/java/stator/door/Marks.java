package stator.door;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * By what a request of a service is recognised. Different services have different marks; where two
 * marks of a request point to different services, the one that stands first here counts.
 *
 * @param scopes the service's names in the scope of a signature
 * @param targets what the header {@code X-Amz-Target} begins with, up to the dot
 * @param versions of the API, in a form of the query protocol
 * @param path whether a method and a path are of the service
 * @param host whether a name in {@code Host} is one of the service's
 * @param domain whether a name in {@code Host} is the service's alone: then nothing else of the
 *     request counts, as its clients send what they like
 */
public record Marks(
        Set<String> scopes,
        Set<String> targets,
        Set<String> versions,
        BiPredicate<String, String> path,
        Predicate<String> host,
        Predicate<String> domain) {
    /** No name at all. */
    static final Predicate<String> NO_DOMAIN = host -> false;

    public Marks {
        scopes = Set.copyOf(scopes);
        targets = Set.copyOf(targets);
        versions = Set.copyOf(versions);
    }

    /** No marks. */
    public static Marks none() {
        return new Marks(
                Set.of(), Set.of(), Set.of(), (method, path) -> false, host -> false, NO_DOMAIN);
    }

    /** These and a name in the scope of a signature. */
    public Marks scope(String name) {
        return new Marks(with(scopes, name), targets, versions, path, host, domain);
    }

    /** These and a beginning of {@code X-Amz-Target}, without the dot. */
    public Marks target(String prefix) {
        return new Marks(scopes, with(targets, prefix), versions, path, host, domain);
    }

    /** These and a version of the query protocol. */
    public Marks version(String version) {
        return new Marks(scopes, targets, with(versions, version), path, host, domain);
    }

    /** These and more methods and paths. */
    public Marks path(BiPredicate<String, String> isOurs) {
        return new Marks(scopes, targets, versions, path.or(isOurs), host, domain);
    }

    /** These and more hosts. */
    public Marks host(Predicate<String> isOurs) {
        return new Marks(scopes, targets, versions, path, host.or(isOurs), domain);
    }

    /** These and hosts that are the service's alone. */
    public Marks domain(Predicate<String> isOurs) {
        return new Marks(scopes, targets, versions, path, host, isOurs);
    }

    private static Set<String> with(Set<String> all, String one) {
        Set<String> more = new HashSet<>(all);
        more.add(one);
        return more;
    }
}
