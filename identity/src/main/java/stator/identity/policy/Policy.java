package stator.identity.policy;

import java.util.List;

/** A policy that was read and can be asked. */
public final class Policy {
    private final String version;
    private final List<Statement> statements;

    Policy(String version, List<Statement> statements) {
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a policy without statements");
        }
        this.version = version;
        this.statements = List.copyOf(statements);
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

    /** Its version. */
    public String version() {
        return version;
    }

    List<Statement> statements() {
        return statements;
    }
}
