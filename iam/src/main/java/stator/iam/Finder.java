package stator.iam;

import java.util.regex.Pattern;
import stator.door.ServiceException;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.EntityType;
import stator.iam.entity.Group;
import stator.iam.entity.Identity;
import stator.iam.entity.InstanceProfile;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Role;
import stator.iam.entity.User;
import stator.iam.query.QueryCall;

/** Finds what a call names, or says in AWS's words that it is not there. */
final class Finder {
    /** The ARN of a managed policy: its account, or {@code aws}, and its place. */
    private static final Pattern POLICY_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+");

    private final Directory directory;

    Finder(Directory directory) {
        this.directory = directory;
    }

    Directory directory() {
        return directory;
    }

    /** The account of the caller. */
    Account account(QueryCall call) {
        return directory.account(call.account());
    }

    User user(QueryCall call, String name) {
        return account(call).users().find(name).orElseThrow(() -> missing("user", name));
    }

    Group group(QueryCall call, String name) {
        return account(call).groups().find(name).orElseThrow(() -> missing("group", name));
    }

    Role role(QueryCall call, String name) {
        return account(call).roles().find(name).orElseThrow(() -> missing("role", name));
    }

    /**
     * The user, group or role that {@code UserName}, {@code GroupName} or {@code RoleName} says.
     */
    Identity identity(QueryCall call, EntityType type) {
        String name = call.required(type.member() + "Name");
        return account(call)
                .identities(type)
                .find(name)
                .map(Identity.class::cast)
                .orElseThrow(() -> missing(type.word(), name));
    }

    private static ServiceException missing(String what, String name) {
        return IamErrors.noSuchEntity("The " + what + " with name " + name + " cannot be found.");
    }

    InstanceProfile instanceProfile(QueryCall call, String name) {
        return account(call)
                .instanceProfiles()
                .find(name)
                .orElseThrow(() ->
                        IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found."));
    }

    /** The managed policy that {@code PolicyArn} says. */
    ManagedPolicy policy(QueryCall call) {
        String arn = call.required("PolicyArn");
        requireArn(arn);
        return account(call).policy(arn).orElseThrow(() -> notFound(arn));
    }

    /** A managed policy, to be attached. */
    ManagedPolicy attachable(QueryCall call, String arn) {
        return account(call)
                .policy(arn)
                .orElseThrow(() ->
                        IamErrors.noSuchEntity(
                                "Policy " + arn + " does not exist or is not attachable."));
    }

    static ServiceException notFound(String arn) {
        return IamErrors.noSuchEntity("Policy " + arn + " was not found.");
    }

    /** Throws unless a text is the ARN of a managed policy. */
    static void requireArn(String arn) {
        if (!POLICY_ARN.matcher(arn).matches()) {
            throw IamErrors.validation("ARN " + arn + " is not valid.");
        }
    }

    /** Throws unless a boundary can be what it is set to. */
    void requireBoundary(QueryCall call, String arn) {
        if (!POLICY_ARN.matcher(arn).matches()) {
            throw IamErrors.invalidInput("ARN " + arn + " is not valid.");
        }
        if (account(call).policy(arn).isEmpty()) {
            throw IamErrors.noSuchEntity(
                    "Scope ARN: " + arn + " does not exist or is not attachable.");
        }
    }

    /** The user who calls, if a call does not say a name. */
    User callerOr(QueryCall call, String member) {
        return call.text(member).map(name -> user(call, name)).orElseGet(() -> caller(call));
    }

    private User caller(QueryCall call) {
        return account(call)
                .users()
                .ofId(call.principal().userId())
                .orElseThrow(() ->
                        IamErrors.validation(
                                "Must specify userName when calling with non-User credentials"));
    }
}
