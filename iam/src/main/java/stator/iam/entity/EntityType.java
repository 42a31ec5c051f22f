package stator.iam.entity;

/** What sort of thing an entity is, in the words of ARNs, ids and messages. */
public enum EntityType {
    USER("user", "AIDA", "User"),
    GROUP("group", "AGPA", "Group"),
    ROLE("role", "AROA", "Role"),
    POLICY("policy", "ANPA", "Policy"),
    INSTANCE_PROFILE("instance-profile", "AIPA", "InstanceProfile"),
    /** Has no id but its name. */
    OPEN_ID_PROVIDER("oidc-provider", "", "OpenIDConnectProvider");

    private final String word;
    private final String idPrefix;
    private final String member;

    EntityType(String word, String idPrefix, String member) {
        this.word = word;
        this.idPrefix = idPrefix;
        this.member = member;
    }

    /** What it is called in ARNs. */
    public String word() {
        return word;
    }

    /** What its ids begin with. */
    public String idPrefix() {
        return idPrefix;
    }

    /** What its members' names begin with: {@code User}, as in {@code UserName}. */
    public String member() {
        return member;
    }

    /** The ARN of such an entity of an account. */
    public String arn(String account, String path, String name) {
        return "arn:aws:iam::" + account + ":" + word + path + name;
    }
}
