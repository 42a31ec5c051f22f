package stator.identity.policy;

import java.util.Optional;

/**
 * What policies say to a request, and which of them decided.
 *
 * @param type of the policy that decided, or that is missing
 * @param deciding the statement that allowed or denied; empty if none did
 */
public record Decision(Outcome outcome, PolicyType type, Optional<Deciding> deciding) {
    private static final String ASSUME_ROLE = "sts:AssumeRole";

    /** What was decided, in the words of AWS's simulator. */
    public enum Outcome {
        ALLOWED("allowed"),
        IMPLICIT_DENY("implicitDeny"),
        EXPLICIT_DENY("explicitDeny");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * The statement that decided.
     *
     * @param sid empty if it has none
     */
    public record Deciding(PolicySource source, String sid, Position start, Position end) {}

    public Decision {
        if (outcome == Outcome.EXPLICIT_DENY && deciding.isEmpty()) {
            throw new IllegalArgumentException("denied by nothing");
        }
    }

    static Decision implicit(PolicyType missing) {
        return new Decision(Outcome.IMPLICIT_DENY, missing, Optional.empty());
    }

    static Decision ofRoot() {
        return new Decision(Outcome.ALLOWED, PolicyType.IDENTITY, Optional.empty());
    }

    static Decision by(PolicyType type, PolicySource source, Statement statement) {
        return new Decision(
                statement.isAllow() ? Outcome.ALLOWED : Outcome.EXPLICIT_DENY,
                type,
                Optional.of(
                        new Deciding(source, statement.sid(), statement.start(), statement.end())));
    }

    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** What AWS tells a caller that is refused; for a decision that refuses. */
    public String message(AccessRequest request) {
        if (isAllowed()) {
            throw new IllegalStateException("allowed");
        }
        String start =
                "User: "
                        + request.caller().arn()
                        + " is not authorized to perform: "
                        + request.action()
                        + " on resource: "
                        + request.resource();
        if (request.action().equals(ASSUME_ROLE)) {
            // STS does not say why, as all captures to 2026 show.
            return start;
        }
        if (outcome == Outcome.IMPLICIT_DENY) {
            return start
                    + " because no "
                    + type.words()
                    + " allows the "
                    + request.action()
                    + " action";
        }
        String arn = deciding.orElseThrow().source().arn();
        return start
                + " with an explicit deny in "
                + type.wordsWithArticle()
                + (arn.isEmpty() ? "" : ": " + arn);
    }
}
