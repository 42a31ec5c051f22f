package stator.identity.policy;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A policy that was read and can be asked. */
public final class Policy {
    private final String version;
    private final List<Statement> statements;
    private final Set<String> keys;

    Policy(String version, List<Statement> statements, Set<String> keys) {
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a policy without statements");
        }
        this.version = version;
        this.statements = List.copyOf(statements);
        this.keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
    }

    /** Where a policy stands, which decides what its statements may have. */
    public enum Kind {
        /** At a user, group, role or session: it names resources, and no principals. */
        IDENTITY,
        /** At a resource: it names principals. */
        RESOURCE,
        /** At a role, saying who may assume it: it names principals, and no resources. */
        TRUST
    }

    /**
     * Reads a policy.
     *
     * @throws MalformedPolicyException with AWS's words, if the text is no policy of this kind
     */
    public static Policy parse(String text, Kind kind) {
        return new PolicyReader(kind).read(text);
    }

    /**
     * What its conditions and variables ask about a request, in its own letters and in the order in
     * which they come: {@code aws:username}.
     */
    public Set<String> keys() {
        return keys;
    }

    /** Its version. */
    public String version() {
        return version;
    }

    /** Whether it lets in everybody, without a condition on who that is. */
    public boolean isPublic() {
        return statements.stream()
                .anyMatch(statement ->
                        statement.isAllow()
                                && statement.conditions().isEmpty()
                                && statement
                                        .principals()
                                        .filter(Principals::isEverybody)
                                        .isPresent());
    }

    List<Statement> statements() {
        return statements;
    }
}
