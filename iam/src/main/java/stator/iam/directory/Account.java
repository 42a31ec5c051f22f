package stator.iam.directory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stator.iam.entity.AccountSettings;
import stator.iam.entity.EntityType;
import stator.iam.entity.Group;
import stator.iam.entity.Identity;
import stator.iam.entity.InstanceProfile;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.OpenIdProvider;
import stator.iam.entity.Role;
import stator.iam.entity.User;

/** What one account has. Whoever calls holds the directory's lock. */
public final class Account {
    private static final String SETTINGS = "IamSettings";

    private final String id;
    private final Keeper keeper;
    private final Runnable first;
    private final AwsPolicies awsPolicies;
    private final Entities<User> users;
    private final Entities<Group> groups;
    private final Entities<Role> roles;
    private final RoleUses roleUses;
    private final Entities<ManagedPolicy> policies;
    private final Entities<InstanceProfile> instanceProfiles;
    private final Entities<OpenIdProvider> providers;
    private AccountSettings settings = AccountSettings.NONE;

    /**
     * @param remember takes note of the account when it gets something
     */
    Account(String id, Keeper keeper, AwsPolicies awsPolicies, Consumer<Account> remember) {
        Runnable first = () -> remember.accept(this);
        this.first = first;
        this.id = id;
        this.keeper = keeper;
        this.awsPolicies = awsPolicies;
        users = new Entities<>(keeper, kind(EntityType.USER), id, first);
        groups = new Entities<>(keeper, kind(EntityType.GROUP), id, first);
        roles = new Entities<>(keeper, kind(EntityType.ROLE), id, first);
        roleUses = new RoleUses(keeper, id);
        policies = new Entities<>(keeper, kind(EntityType.POLICY), id, first);
        instanceProfiles = new Entities<>(keeper, kind(EntityType.INSTANCE_PROFILE), id, first);
        providers = new Entities<>(keeper, kind(EntityType.OPEN_ID_PROVIDER), id, first);
    }

    private static String kind(EntityType type) {
        return "Iam" + type.member();
    }

    static void load(Keeper keeper, AccountFinder accounts) {
        keeper.load(
                kind(EntityType.USER),
                (id, document) -> accounts.account(id).users.load(User.of(document)));
        keeper.load(
                kind(EntityType.GROUP),
                (id, document) -> accounts.account(id).groups.load(Group.of(document)));
        keeper.load(
                kind(EntityType.ROLE),
                (id, document) -> accounts.account(id).roles.load(Role.of(document)));
        keeper.load(
                kind(EntityType.POLICY),
                (id, document) -> accounts.account(id).policies.load(ManagedPolicy.of(document)));
        keeper.load(
                kind(EntityType.INSTANCE_PROFILE),
                (id, document) ->
                        accounts.account(id).instanceProfiles.load(InstanceProfile.of(document)));
        keeper.load(
                kind(EntityType.OPEN_ID_PROVIDER),
                (id, document) -> accounts.account(id).providers.load(OpenIdProvider.of(document)));
        RoleUses.load(keeper, accounts);
        keeper.load(
                SETTINGS,
                (id, document) -> accounts.account(id).settings = AccountSettings.of(document));
    }

    /** Finds accounts, or makes them. */
    @FunctionalInterface
    interface AccountFinder {
        Account account(String id);
    }

    /** Twelve digits. */
    public String id() {
        return id;
    }

    public Entities<User> users() {
        return users;
    }

    public Entities<Group> groups() {
        return groups;
    }

    public Entities<Role> roles() {
        return roles;
    }

    public RoleUses roleUses() {
        return roleUses;
    }

    /** The policies that the account has made. */
    public Entities<ManagedPolicy> policies() {
        return policies;
    }

    public Entities<InstanceProfile> instanceProfiles() {
        return instanceProfiles;
    }

    public Entities<OpenIdProvider> providers() {
        return providers;
    }

    /** The OpenID Connect provider of an ARN. */
    public Optional<OpenIdProvider> provider(String arn) {
        String start = EntityType.OPEN_ID_PROVIDER.arn(id, "/", "");
        return arn.startsWith(start)
                ? providers.find(arn.substring(start.length()))
                : Optional.empty();
    }

    /** The users, the groups or the roles. */
    public Entities<? extends Identity> identities(EntityType type) {
        return switch (type) {
            case USER -> users;
            case GROUP -> groups;
            case ROLE -> roles;
            case POLICY, INSTANCE_PROFILE, OPEN_ID_PROVIDER ->
                    throw new IllegalArgumentException("holds no policies: " + type);
        };
    }

    /** All users, groups and roles. */
    public Stream<Identity> identities() {
        return Stream.of(users, groups, roles).flatMap(entities -> entities.all().stream());
    }

    /** Keeps a user, a group or a role. */
    public void put(Identity identity) {
        switch (identity) {
            case User user -> users.put(user);
            case Group group -> groups.put(group);
            case Role role -> roles.put(role);
        }
    }

    /** A managed policy of the account or of AWS. */
    public Optional<ManagedPolicy> policy(String arn) {
        Optional<ManagedPolicy> own =
                policies.find(arn.substring(arn.lastIndexOf('/') + 1))
                        .filter(policy -> policy.arn(id).equals(arn));
        return own.or(() -> awsPolicies.find(arn));
    }

    /** The policies that AWS has made. */
    public AwsPolicies awsPolicies() {
        return awsPolicies;
    }

    /** Who has which managed policies. */
    public PolicyUsage usage() {
        return PolicyUsage.of(identities());
    }

    /** The users in a group. */
    public List<User> members(Group group) {
        return users.all().stream().filter(user -> user.groups().contains(group.id())).toList();
    }

    /** The groups of a user, by their names. */
    public List<Group> groups(User user) {
        return groups.all().stream().filter(group -> user.groups().contains(group.id())).toList();
    }

    /** The instance profiles that have a role. */
    public List<InstanceProfile> profiles(Role role) {
        return instanceProfiles.all().stream()
                .filter(profile -> profile.role().equals(role.id()))
                .toList();
    }

    public AccountSettings settings() {
        return settings;
    }

    /** Keeps other settings. */
    public void put(AccountSettings other) {
        keeper.put(SETTINGS, id, "settings", other.document());
        first.run();
        settings = other;
    }
}
