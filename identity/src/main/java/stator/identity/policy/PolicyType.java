package stator.identity.policy;

/** What sort of policy decided, in the words of AWS's refusals. */
public enum PolicyType {
    IDENTITY("identity-based policy", "an identity-based policy"),
    RESOURCE("resource-based policy", "a resource-based policy"),
    BOUNDARY("permissions boundary", "a permissions boundary"),
    SESSION("session policy", "a session policy");

    private final String words;
    private final String wordsWithArticle;

    PolicyType(String words, String wordsWithArticle) {
        this.words = words;
        this.wordsWithArticle = wordsWithArticle;
    }

    String words() {
        return words;
    }

    String wordsWithArticle() {
        return wordsWithArticle;
    }
}
