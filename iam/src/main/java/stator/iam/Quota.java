package stator.iam;

import stator.iam.entity.EntityType;

/** How much of everything there may be: AWS's defaults. */
enum Quota {
    ACCESS_KEYS_PER_USER("AccessKeysPerUser", 2),
    ATTACHED_POLICIES_PER_USER("PoliciesPerUser", 10),
    ATTACHED_POLICIES_PER_GROUP("PoliciesPerGroup", 10),
    ATTACHED_POLICIES_PER_ROLE("PoliciesPerRole", 10),
    GROUPS_PER_USER("GroupsPerUser", 10),
    USERS("UsersPerAccount", 5000),
    GROUPS("GroupsPerAccount", 300),
    ROLES("RolesPerAccount", 1000),
    POLICIES("PoliciesPerAccount", 1500),
    INSTANCE_PROFILES("InstanceProfilesPerAccount", 1000),
    PROVIDERS("OpenIdConnectProvidersPerAccount", 100),
    VERSIONS_PER_POLICY("VersionsPerPolicy", 5),
    ROLES_PER_INSTANCE_PROFILE("InstanceSessionsPerInstanceProfile", 1),
    POLICY_SIZE("PolicySize", 6144),
    TRUST_POLICY_SIZE("ACLSizePerRole", 2048),
    USER_POLICY_SIZE("UserPolicySize", 2048),
    GROUP_POLICY_SIZE("GroupPolicySize", 5120),
    ROLE_POLICY_SIZE("RolePolicySize", 10240),
    TAGS("Tags", 50);

    private final String word;
    private final int most;

    Quota(String word, int most) {
        this.word = word;
        this.most = most;
    }

    int most() {
        return most;
    }

    /** Throws if there are more. */
    void require(int count) {
        if (count > most) {
            throw IamErrors.quota(word, most);
        }
    }

    /** How many entities of a type an account may have. */
    static Quota of(EntityType type) {
        return switch (type) {
            case USER -> USERS;
            case GROUP -> GROUPS;
            case ROLE -> ROLES;
            case POLICY -> POLICIES;
            case INSTANCE_PROFILE -> INSTANCE_PROFILES;
            case OPEN_ID_PROVIDER -> PROVIDERS;
        };
    }

    /** How many managed policies may be attached to one. */
    static Quota attachedTo(EntityType type) {
        return switch (type) {
            case USER -> ATTACHED_POLICIES_PER_USER;
            case GROUP -> ATTACHED_POLICIES_PER_GROUP;
            case ROLE -> ATTACHED_POLICIES_PER_ROLE;
            case POLICY, INSTANCE_PROFILE, OPEN_ID_PROVIDER ->
                    throw new IllegalArgumentException(type.word());
        };
    }

    /** How long the inline policies of one may be together, white space left out. */
    static Quota inlineOf(EntityType type) {
        return switch (type) {
            case USER -> USER_POLICY_SIZE;
            case GROUP -> GROUP_POLICY_SIZE;
            case ROLE -> ROLE_POLICY_SIZE;
            case POLICY, INSTANCE_PROFILE, OPEN_ID_PROVIDER ->
                    throw new IllegalArgumentException(type.word());
        };
    }
}
