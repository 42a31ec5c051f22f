package stator.iam;

import java.util.List;
import stator.iam.directory.Account;
import stator.iam.directory.AwsPolicies;
import stator.iam.directory.PolicyUsage;
import stator.iam.entity.Entity;
import stator.iam.entity.Group;
import stator.iam.entity.Identity;
import stator.iam.entity.InstanceProfile;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Role;
import stator.iam.entity.Tag;
import stator.iam.entity.User;
import stator.iam.query.QueryXml;

/**
 * What answers show of entities. AWS shows less in lists than when it is asked for one, and yet
 * another part when one was just made; all is as LocalStack recorded it of AWS in February 2026.
 */
final class Views {
    /** How much of an entity is shown. */
    enum Detail {
        /** In the answer that it was made. */
        MADE,
        /** When one asks for it. */
        WHOLE,
        /** Among others. */
        LISTED
    }

    private Views() {}

    static void user(QueryXml xml, Account account, User user, Detail detail) {
        xml.text("Path", user.path())
                .text("UserName", user.name())
                .text("UserId", user.id())
                .text("Arn", user.arn(account.id()))
                .time("CreateDate", user.created());
        if (detail != Detail.LISTED) {
            boundary(xml, user);
            tags(xml, shown(user, detail));
        }
    }

    static void group(QueryXml xml, Account account, Group group) {
        xml.text("Path", group.path())
                .text("GroupName", group.name())
                .text("GroupId", group.id())
                .text("Arn", group.arn(account.id()))
                .time("CreateDate", group.created());
    }

    /** The members of a role that every answer has. */
    static void role(QueryXml xml, Account account, Role role) {
        xml.text("Path", role.path())
                .text("RoleName", role.name())
                .text("RoleId", role.id())
                .text("Arn", role.arn(account.id()))
                .time("CreateDate", role.created())
                .text("AssumeRolePolicyDocument", PolicyTexts.encoded(role.trust()));
    }

    static void role(QueryXml xml, Account account, Role role, Detail detail) {
        role(xml, account, role);
        if (detail != Detail.MADE) {
            description(xml, role);
            xml.number("MaxSessionDuration", role.sessionSecondsMax());
        }
        if (detail != Detail.LISTED) {
            boundary(xml, role);
            tags(xml, shown(role, detail));
        }
        if (detail == Detail.WHOLE) {
            lastUse(xml, account, role);
        }
    }

    static void lastUse(QueryXml xml, Account account, Role role) {
        xml.element(
                "RoleLastUsed",
                () ->
                        account.roleUses()
                                .find(role)
                                .ifPresent(use ->
                                        xml.time("LastUsedDate", use.at())
                                                .text("Region", use.region())));
    }

    static void description(QueryXml xml, Role role) {
        if (!role.description().isEmpty()) {
            xml.text("Description", role.description());
        }
    }

    static void policy(QueryXml xml, Account account, ManagedPolicy policy, Detail detail) {
        policy(xml, account, account.usage(), policy, detail);
    }

    /** The same where it is known who uses which policies. */
    static void policy(
            QueryXml xml, Account account, PolicyUsage usage, ManagedPolicy policy, Detail detail) {
        String arn = arn(account, policy);
        xml.text("PolicyName", policy.name())
                .text("PolicyId", policy.id())
                .text("Arn", arn)
                .text("Path", policy.path())
                .text("DefaultVersionId", "v" + policy.defaultVersion())
                .number("AttachmentCount", usage.attachments(arn))
                .number("PermissionsBoundaryUsageCount", usage.boundaries(arn))
                .flag("IsAttachable", true);
        if (detail == Detail.WHOLE && !policy.description().isEmpty()) {
            xml.text("Description", policy.description());
        }
        xml.time("CreateDate", policy.created()).time("UpdateDate", policy.updated());
        if (detail == Detail.WHOLE) {
            allTags(xml, shown(policy, detail));
        } else if (detail == Detail.MADE) {
            tags(xml, shown(policy, detail));
        }
    }

    /** The ARN of a policy of an account, or of one of AWS's. */
    static String arn(Account account, ManagedPolicy policy) {
        boolean isOwn = account.policies().ofId(policy.id()).isPresent();
        return policy.arn(isOwn ? account.id() : AwsPolicies.OWNER);
    }

    static void version(QueryXml xml, ManagedPolicy policy, ManagedPolicy.Version version) {
        xml.text("VersionId", version.id())
                .flag("IsDefaultVersion", policy.isDefault(version))
                .time("CreateDate", version.created());
    }

    static void instanceProfile(
            QueryXml xml, Account account, InstanceProfile profile, Detail detail) {
        xml.text("Path", profile.path())
                .text("InstanceProfileName", profile.name())
                .text("InstanceProfileId", profile.id())
                .text("Arn", profile.arn(account.id()))
                .time("CreateDate", profile.created())
                .list(
                        "Roles",
                        account.roles().ofId(profile.role()).stream().toList(),
                        role -> role(xml, account, role));
        if (detail == Detail.WHOLE) {
            allTags(xml, shown(profile, detail));
        } else if (detail == Detail.MADE) {
            tags(xml, shown(profile, detail));
        }
    }

    /** The boundary of a user or a role, if it has one. */
    static void boundary(QueryXml xml, Identity identity) {
        String arn = identity.holding().boundary();
        if (!arn.isEmpty()) {
            xml.element(
                    "PermissionsBoundary",
                    () ->
                            xml.text("PermissionsBoundaryType", "Policy")
                                    .text("PermissionsBoundaryArn", arn));
        }
    }

    private static List<Tag> shown(Entity entity, Detail detail) {
        return detail == Detail.MADE ? entity.tags() : Tags.listed(entity.tags(), entity.type());
    }

    /** Tags, if there are some. */
    static void tags(QueryXml xml, List<Tag> tags) {
        if (!tags.isEmpty()) {
            allTags(xml, tags);
        }
    }

    /** Tags, also if there are none. */
    static void allTags(QueryXml xml, List<Tag> tags) {
        xml.list("Tags", tags, tag -> tag(xml, tag));
    }

    static void tag(QueryXml xml, Tag tag) {
        xml.text("Key", tag.key()).text("Value", tag.value());
    }
}
