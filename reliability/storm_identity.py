"""What a storm asks of users, roles, groups and policies."""

import json

POLICY = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
})
TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}],
})


def operations(c):
    iam = c.iam

    def policy():
        return c.arn("iam", "policy/" + c.policy())

    def delete_keys():
        user = c.user()
        for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])

    return [
        lambda: iam.create_user(UserName=c.user()),
        lambda: iam.delete_user(UserName=c.user()),
        lambda: iam.update_user(UserName=c.user(), NewUserName=c.user()),
        lambda: iam.tag_user(UserName=c.user(), Tags=[{"Key": "a", "Value": "b"}]),
        lambda: iam.create_access_key(UserName=c.user()),
        delete_keys,
        lambda: iam.create_role(RoleName=c.role(), AssumeRolePolicyDocument=TRUST),
        lambda: iam.delete_role(RoleName=c.role()),
        lambda: c.sts.assume_role(RoleArn=c.arn("iam", "role/" + c.role()), RoleSessionName="session"),
        lambda: iam.create_group(GroupName=c.group()),
        lambda: iam.delete_group(GroupName=c.group()),
        lambda: iam.add_user_to_group(GroupName=c.group(), UserName=c.user()),
        lambda: iam.remove_user_from_group(GroupName=c.group(), UserName=c.user()),
        lambda: iam.create_policy(PolicyName=c.policy(), PolicyDocument=POLICY),
        lambda: iam.delete_policy(PolicyArn=policy()),
        lambda: iam.create_policy_version(PolicyArn=policy(), PolicyDocument=POLICY, SetAsDefault=c.chance()),
        lambda: iam.delete_policy_version(PolicyArn=policy(), VersionId="v%d" % (1 + c.number(9))),
        lambda: iam.attach_user_policy(UserName=c.user(), PolicyArn=policy()),
        lambda: iam.detach_user_policy(UserName=c.user(), PolicyArn=policy()),
        lambda: iam.attach_role_policy(RoleName=c.role(), PolicyArn=policy()),
        lambda: iam.detach_role_policy(RoleName=c.role(), PolicyArn=policy()),
        lambda: iam.attach_group_policy(GroupName=c.group(), PolicyArn=policy()),
        lambda: iam.detach_group_policy(GroupName=c.group(), PolicyArn=policy()),
        lambda: iam.update_group(GroupName=c.group(), NewGroupName=c.group()),
        lambda: iam.update_assume_role_policy(RoleName=c.role(), PolicyDocument=TRUST),
        lambda: iam.put_role_permissions_boundary(RoleName=c.role(), PermissionsBoundary=policy()),
        lambda: iam.set_default_policy_version(PolicyArn=policy(), VersionId="v%d" % (1 + c.number(9))),
        lambda: iam.put_user_policy(UserName=c.user(), PolicyName="own", PolicyDocument=POLICY),
        lambda: iam.delete_user_policy(UserName=c.user(), PolicyName="own"),
        lambda: iam.put_user_permissions_boundary(UserName=c.user(), PermissionsBoundary=policy()),
        lambda: iam.delete_user_permissions_boundary(UserName=c.user()),
        lambda: iam.list_entities_for_policy(PolicyArn=policy()),
        lambda: iam.get_account_authorization_details(),
        lambda: iam.simulate_principal_policy(
            PolicySourceArn=c.arn("iam", "user/" + c.user()), ActionNames=["dynamodb:GetItem"]),
    ]


def first(c, i):
    """12 callers, 3 users."""

    def make():
        try:
            c.iam.create_user(UserName="first%d" % (i % 3))
        except c.iam.exceptions.EntityAlreadyExistsException:
            pass

    return [make, lambda: c.sts.get_caller_identity()]
