"""IAM and STS through boto3: paginators, waiters, documents as objects, sessions; and that all is there after a restart.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand, against a server that believes everybody:
    STATOR_ENDPOINT=http://localhost:8000 python3 iam_test.py
With STATOR_MADE set to a file, what is made stays, and is looked for if the file is there already.
"""

import json
import os
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
MADE = os.environ.get("STATOR_MADE", "")
CONFIG = Config(retries={"max_attempts": 0})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
        ],
    }
)
READS = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Reads", "Effect": "Allow", "Action": "dynamodb:Get*", "Resource": "*"}],
}


def client(service, key="123456789012", secret="any", token=None):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        config=CONFIG,
        region_name="eu-central-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
    )


IAM = client("iam")
STS = client("sts")


class IamTest(unittest.TestCase):
    def refused(self, code, status, call, **members):
        with self.assertRaises(ClientError) as raised:
            call(**members)
        response = raised.exception.response
        self.assertEqual((code, status), (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]))
        self.assertEqual("Sender", response["Error"]["Type"])
        return response["Error"]["Message"]

    def test_users_come_in_pages(self):
        names = [f"page-{i:02}" for i in range(7)]
        for name in names:
            IAM.create_user(UserName=name, Path="/pages/")
        IAM.get_waiter("user_exists").wait(UserName=names[0])
        pages = list(
            IAM.get_paginator("list_users").paginate(PathPrefix="/pages/", PaginationConfig={"PageSize": 3})
        )
        self.assertEqual([3, 3, 1], [len(page["Users"]) for page in pages])
        self.assertEqual(names, [user["UserName"] for page in pages for user in page["Users"]])
        for name in names:
            IAM.delete_user(UserName=name)
        message = self.refused("NoSuchEntity", 404, IAM.get_user, UserName=names[0])
        self.assertEqual("The user with name page-00 cannot be found.", message)

    def test_documents_are_objects(self):
        role = IAM.create_role(RoleName="documents", AssumeRolePolicyDocument=TRUST)["Role"]
        self.assertEqual(json.loads(TRUST), role["AssumeRolePolicyDocument"])
        IAM.get_waiter("role_exists").wait(RoleName="documents")
        IAM.put_role_policy(RoleName="documents", PolicyName="reads", PolicyDocument=json.dumps(READS))
        kept = IAM.get_role_policy(RoleName="documents", PolicyName="reads")
        self.assertEqual(READS, kept["PolicyDocument"])
        policy = IAM.create_policy(PolicyName="documents", PolicyDocument=json.dumps(READS, indent=2))["Policy"]
        version = IAM.get_policy_version(PolicyArn=policy["Arn"], VersionId="v1")["PolicyVersion"]
        self.assertEqual(READS, version["Document"])
        details = IAM.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
        mine = [one for one in details if one["RoleName"] == "documents"][0]
        self.assertEqual([{"PolicyName": "reads", "PolicyDocument": READS}], mine["RolePolicyList"])
        IAM.delete_role_policy(RoleName="documents", PolicyName="reads")
        IAM.delete_role(RoleName="documents")
        IAM.delete_policy(PolicyArn=policy["Arn"])

    def test_exceptions_are_the_models(self):
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_role(RoleName="nobody")
        with self.assertRaises(IAM.exceptions.MalformedPolicyDocumentException):
            IAM.create_policy(PolicyName="bad", PolicyDocument="{}")
        IAM.create_group(GroupName="twice")
        with self.assertRaises(IAM.exceptions.EntityAlreadyExistsException):
            IAM.create_group(GroupName="Twice")
        IAM.delete_group(GroupName="twice")
        with self.assertRaises(IAM.exceptions.InvalidInputException):
            IAM.put_role_permissions_boundary(
                RoleName=self.role("exceptions"), PermissionsBoundary="arn:aws:iam::123456789012:nothing/x"
            )

    def role(self, name):
        IAM.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
        self.addCleanup(IAM.delete_role, RoleName=name)
        return name

    def test_sessions_are_somebody(self):
        arn = IAM.get_role(RoleName=self.role("sessions"))["Role"]["Arn"]
        made = STS.assume_role(RoleArn=arn, RoleSessionName="desk", Tags=[{"Key": "Team", "Value": "Blue"}])
        self.assertGreater(made["PackedPolicySize"], 0)
        credentials = made["Credentials"]
        session = client(
            "sts", credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
        )
        who = session.get_caller_identity()
        self.assertEqual("arn:aws:sts::123456789012:assumed-role/sessions/desk", who["Arn"])
        self.assertEqual(made["AssumedRoleUser"]["AssumedRoleId"], who["UserId"])
        message = self.refused("AccessDenied", 403, session.get_session_token)
        self.assertEqual("Cannot call GetSessionToken with session credentials", message)

    def test_policies_can_be_simulated(self):
        result = IAM.simulate_custom_policy(
            PolicyInputList=[json.dumps(READS)], ActionNames=["dynamodb:GetItem", "dynamodb:PutItem"]
        )
        decisions = [one["EvalDecision"] for one in result["EvaluationResults"]]
        self.assertEqual(["allowed", "implicitDeny"], decisions)

    def test_all_is_there_after_a_restart(self):
        if not MADE:
            self.skipTest("not asked for")
        if os.path.exists(MADE):
            self.look()
            return
        IAM.create_user(UserName="keeper", Path="/staff/", Tags=[{"Key": "Team", "Value": "Blue"}])
        IAM.create_group(GroupName="keepers")
        IAM.add_user_to_group(GroupName="keepers", UserName="keeper")
        IAM.create_role(RoleName="kept", AssumeRolePolicyDocument=TRUST, MaxSessionDuration=7200)
        arn = IAM.create_policy(PolicyName="kept", PolicyDocument=json.dumps(READS))["Policy"]["Arn"]
        IAM.attach_group_policy(GroupName="keepers", PolicyArn=arn)
        key = IAM.create_access_key(UserName="keeper")["AccessKey"]
        session = STS.assume_role(RoleArn="arn:aws:iam::123456789012:role/kept", RoleSessionName="desk")["Credentials"]
        with open(MADE, "w", encoding="utf-8") as file:
            json.dump([key["AccessKeyId"], session["AccessKeyId"], session["SessionToken"]], file)

    def look(self):
        with open(MADE, encoding="utf-8") as file:
            key, session, token = json.load(file)
        user = IAM.get_user(UserName="keeper")["User"]
        self.assertEqual("arn:aws:iam::123456789012:user/staff/keeper", user["Arn"])
        self.assertEqual([{"Key": "Team", "Value": "Blue"}], user["Tags"])
        self.assertEqual(["keepers"], [one["GroupName"] for one in IAM.list_groups_for_user(UserName="keeper")["Groups"]])
        self.assertEqual(7200, IAM.get_role(RoleName="kept")["Role"]["MaxSessionDuration"])
        self.assertEqual(1, IAM.get_policy(PolicyArn="arn:aws:iam::123456789012:policy/kept")["Policy"]["AttachmentCount"])
        self.assertEqual(user["Arn"], client("sts", key).get_caller_identity()["Arn"])
        who = client("sts", session, "any", token).get_caller_identity()
        self.assertEqual("arn:aws:sts::123456789012:assumed-role/kept/desk", who["Arn"])


if __name__ == "__main__":
    unittest.main()
