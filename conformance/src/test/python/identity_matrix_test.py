"""Every call of the tutorial of fine-grained access, allowed and refused, for every kind of caller: a user, an assumed role, a session
with a policy of its own, a user within a boundary, and a user of another account whom the table's own policy lets in. The policy is the
same each time: items of one leading key, and two attributes beside the keys.

Run by the conformance tests with STATOR_ENDPOINT and the root's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set; with STATOR_CLI=1 every
call is made by the real AWS CLI instead of boto3, which takes a minute.
"""

import functools
import json
import os
import subprocess
import unittest
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
REGION = "us-east-1"
ACCOUNT, OTHER = "000000000000", "210987654321"
TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/Tutorial"
ROOT = {"AccessKeyId": os.environ["AWS_ACCESS_KEY_ID"], "SecretAccessKey": os.environ["AWS_SECRET_ACCESS_KEY"]}


@functools.lru_cache
def client_of(service, key, secret, token):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"max_attempts": 0}),
    )


def client(service, keys):
    return client_of(service, keys["AccessKeyId"], keys["SecretAccessKey"], keys.get("SessionToken"))


def call_by_boto3(keys, operation, members):
    try:
        getattr(client("dynamodb", keys), operation)(**members)
        return None
    except ClientError as error:
        assert error.response["Error"]["Code"] == "AccessDeniedException", error
        return error.response["Error"]["Message"]


def call_by_cli(keys, operation, members):
    environment = dict(
        os.environ,
        AWS_ACCESS_KEY_ID=keys["AccessKeyId"],
        AWS_SECRET_ACCESS_KEY=keys["SecretAccessKey"],
        AWS_DEFAULT_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
    )
    if "SessionToken" in keys:
        environment["AWS_SESSION_TOKEN"] = keys["SessionToken"]
    done = subprocess.run(
        ["/usr/bin/aws", "dynamodb", operation.replace("_", "-"), "--endpoint-url", ENDPOINT,
         "--cli-input-json", json.dumps(members)],
        env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    assert "(AccessDeniedException)" in done.stderr, done.stderr
    return done.stderr.strip().split("operation: ", 1)[1]


call = call_by_cli if os.environ.get("STATOR_CLI") else call_by_boto3


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


EVERYTHING = document({"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"})
ATTRIBUTES = ["user", "game", "points", "day"]
ITEMS = {
    "Effect": "Allow",
    "Action": ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
               "dynamodb:BatchWriteItem", "dynamodb:PartiQLSelect"],
    "Resource": [TABLE, TABLE + "/index/*"],
    "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["alice"], "dynamodb:Attributes": ATTRIBUTES},
        "Null": {"dynamodb:LeadingKeys": "false"},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    },
}
SCANS = {
    "Effect": "Allow",
    "Action": "dynamodb:Scan",
    "Resource": [TABLE],
    "Condition": {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ATTRIBUTES},
        "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    },
}
FINE_GRAINED = document(ITEMS, SCANS)


def key(user):
    return {"user": {"S": user}, "game": {"S": "go"}}


def calls(table):
    """(operation, its members, the action that is refused or None, the resource)"""
    index = TABLE + "/index/"
    names = {"#u": "user"}
    query = {"TableName": table, "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": names}
    own, others = {":u": {"S": "alice"}}, {":u": {"S": "bob"}}
    points = {"ProjectionExpression": "points"}
    value = {":p": {"N": "1"}}

    def update(user, attribute):
        return {"TableName": table, "Key": key(user), "UpdateExpression": f"SET {attribute} = :p",
                "ExpressionAttributeValues": value}

    def batch(*items):
        return {"RequestItems": {table: [{"PutRequest": {"Item": item}} for item in items]}}

    def statement(what, user):
        return {"Statement": f"SELECT {what} FROM \"{table}\" WHERE \"user\" = '{user}' AND game = 'go'"}

    return [
        ("get_item", {"TableName": table, "Key": key("alice"), **points}, None, TABLE),
        ("get_item", {"TableName": table, "Key": key("bob"), **points}, "GetItem", TABLE),
        ("get_item", {"TableName": table, "Key": key("alice"), "ProjectionExpression": "card"}, "GetItem", TABLE),
        ("get_item", {"TableName": table, "Key": key("alice")}, "GetItem", TABLE),
        ("query", {**query, "ExpressionAttributeValues": own, **points}, None, TABLE),
        ("query", {**query, "ExpressionAttributeValues": others, **points}, "Query", TABLE),
        ("query", {**query, "ExpressionAttributeValues": own, "IndexName": "byUser", **points}, None, index + "byUser"),
        ("query", {**query, "ExpressionAttributeValues": others, "IndexName": "byUser", **points}, "Query", index + "byUser"),
        ("query", {"TableName": table, "IndexName": "byGame", "KeyConditionExpression": "game = :g",
                   "ExpressionAttributeValues": {":g": {"S": "go"}}, **points}, "Query", index + "byGame"),
        ("scan", {"TableName": table, **points}, None, TABLE),
        ("scan", {"TableName": table, "ProjectionExpression": "card"}, "Scan", TABLE),
        ("scan", {"TableName": table}, "Scan", TABLE),
        ("put_item", {"TableName": table, "Item": {**key("alice"), "day": {"S": "Mon"}}}, None, TABLE),
        ("put_item", {"TableName": table, "Item": {**key("alice"), "card": {"S": "1"}}}, "PutItem", TABLE),
        ("put_item", {"TableName": table, "Item": key("bob")}, "PutItem", TABLE),
        ("update_item", update("alice", "points"), None, TABLE),
        ("update_item", update("alice", "card"), "UpdateItem", TABLE),
        ("update_item", update("bob", "points"), "UpdateItem", TABLE),
        ("batch_write_item", batch(key("alice")), None, TABLE),
        ("batch_write_item", batch(key("alice"), key("bob")), "BatchWriteItem", TABLE),
        ("transact_write_items", {"TransactItems": [{"Put": {"TableName": table, "Item": key("alice")}}]}, None, TABLE),
        ("transact_write_items", {"TransactItems": [
            {"Put": {"TableName": table, "Item": key("alice")}},
            {"Delete": {"TableName": table, "Key": key("bob")}}]}, "DeleteItem", TABLE),
        ("execute_statement", statement("points", "alice"), None, TABLE),
        ("execute_statement", statement("points", "bob"), "PartiQLSelect", TABLE),
        ("execute_statement", statement("*", "alice"), "PartiQLSelect", TABLE),
    ]


def ask(method, path, service, body="", **headers):
    """A request of the root that this boto3 does not know."""
    request = AWSRequest(method=method, url=ENDPOINT + path, data=body, headers=headers)
    SigV4Auth(Credentials(ROOT["AccessKeyId"], ROOT["SecretAccessKey"]), service, REGION).add_auth(request)
    sent = urllib.request.Request(ENDPOINT + path, method=method, data=body.encode(), headers=dict(request.headers))
    with urllib.request.urlopen(sent) as answer:
        return json.load(answer)


def put_resource_policy(policy):
    headers = {"X-Amz-Target": "DynamoDB_20120810.PutResourcePolicy", "Content-Type": "application/x-amz-json-1.0"}
    ask("POST", "/", "dynamodb", json.dumps({"ResourceArn": TABLE, "Policy": policy}), **headers)


class EveryCaller(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dynamodb = client("dynamodb", ROOT)
        cls.iam = client("iam", ROOT)
        cls.dynamodb.create_table(
            TableName="Tutorial",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("user", "game")],
            KeySchema=[{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "game", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[
                {"IndexName": name, "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}],
                 "Projection": {"ProjectionType": "ALL"}}
                for name, attribute in (("byUser", "user"), ("byGame", "game"))],
        )
        cls.dynamodb.put_item(TableName="Tutorial", Item={**key("bob"), "card": {"S": "4222"}})

    def user(self, name, policy, **more):
        iam = more.pop("iam", self.iam)
        arn = iam.create_user(UserName=name, **more)["User"]["Arn"]
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy)
        return iam.create_access_key(UserName=name)["AccessKey"], arn

    def session(self, role, policy, **more):
        keys, arn = self.user(role + "-user", document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}))
        trust = document({"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"})
        made = self.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=policy)
        session = client("sts", keys).assume_role(RoleArn=made, RoleSessionName="desk", **more)
        return session["Credentials"], f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/desk"

    def check(self, keys, arn, missing, table="Tutorial", without=()):
        for operation, members, action, resource in calls(table):
            if operation in without:
                continue
            expected = action and (
                f"User: {arn} is not authorized to perform: dynamodb:{action} on resource: {resource}"
                f" because no {missing} allows the dynamodb:{action} action")
            with self.subTest(operation=operation, members=members):
                self.assertEqual(expected, call(keys, operation, members))

    def test_a_user(self):
        keys, arn = self.user("anna", FINE_GRAINED)
        self.check(keys, arn, "identity-based policy")

    def test_an_assumed_role(self):
        keys, arn = self.session("role", FINE_GRAINED)
        self.check(keys, arn, "identity-based policy")
        used = self.iam.get_role(RoleName="role")["Role"]["RoleLastUsed"]
        self.assertEqual(REGION, used["Region"])

    def test_a_session_with_a_policy(self):
        keys, arn = self.session("free", EVERYTHING, Policy=FINE_GRAINED)
        self.check(keys, arn, "session policy")

    def test_within_a_boundary(self):
        boundary = self.iam.create_policy(PolicyName="Boundary", PolicyDocument=FINE_GRAINED)["Policy"]["Arn"]
        keys, arn = self.user("bounded", EVERYTHING, PermissionsBoundary=boundary)
        self.check(keys, arn, "permissions boundary")

    def test_a_user_of_another_account(self):
        """AWS takes no PartiQL across accounts."""
        made = ask("POST", f"/_stator/keys/{OTHER}", "stator")
        root = {"AccessKeyId": made["AccessKeyId"], "SecretAccessKey": made["SecretAccessKey"]}
        keys, arn = self.user("carol", EVERYTHING, iam=client("iam", root))
        self.assertEqual(f"arn:aws:iam::{OTHER}:user/carol", arn)
        named = [{**one, "Principal": {"AWS": arn}} for one in (ITEMS, SCANS)]
        put_resource_policy(document(*named))
        self.check(keys, arn, "resource-based policy", table=TABLE, without=("execute_statement",))


if __name__ == "__main__":
    unittest.main()
