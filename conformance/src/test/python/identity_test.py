"""The tutorial of fine-grained access through boto3, with policies that are enforced: each call allowed or refused in AWS's
words, as a user, by an assumed role with a session's policy, within a boundary, and from another account.

Run by the conformance tests with STATOR_ENDPOINT and the root's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set.
"""

import json
import os
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
ACCOUNT = "000000000000"
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/Scores"
KEY = {"user": {"S": "alice"}, "game": {"S": "go"}}
OTHER_KEY = {"user": {"S": "bob"}, "game": {"S": "go"}}


def client(service, key=None, secret=None, token=None):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id=key or os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=secret or os.environ["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=token,
        config=Config(retries={"max_attempts": 0}),
    )


def policy(effect, actions, resource, **condition):
    statement = {"Effect": effect, "Action": actions, "Resource": resource}
    if condition:
        statement["Condition"] = condition["condition"]
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


class Identity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.iam = client("iam")
        cls.dynamodb = client("dynamodb")
        cls.dynamodb.create_table(
            TableName="Scores",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("user", "game")
            ],
            KeySchema=[
                {"AttributeName": "user", "KeyType": "HASH"},
                {"AttributeName": "game", "KeyType": "RANGE"},
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "byGame",
                    "KeySchema": [{"AttributeName": "game", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        cls.dynamodb.put_item(
            TableName="Scores", Item={**KEY, "points": {"N": "1"}, "secret": {"S": "s"}}
        )
        cls.iam.create_user(UserName="alice")
        made = cls.iam.create_access_key(UserName="alice")["AccessKey"]
        cls.key, cls.secret = made["AccessKeyId"], made["SecretAccessKey"]
        cls.alice = client("dynamodb", cls.key, cls.secret)

    def setUp(self):
        self.iam.put_user_policy(
            UserName="alice",
            PolicyName="fine-grained",
            PolicyDocument=policy(
                "Allow",
                ["dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQL*"],
                [TABLE, TABLE + "/index/*"],
                condition={
                    "ForAllValues:StringEquals": {
                        "dynamodb:LeadingKeys": ["${aws:username}"],
                        "dynamodb:Attributes": ["user", "game", "points"],
                    },
                    "Null": {"dynamodb:LeadingKeys": "false"},
                    "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
                },
            ),
        )

    def refused(self, action, call, *arguments, resource=TABLE, why=None, arn=None, **members):
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **members)
        error = caught.exception.response["Error"]
        self.assertEqual("AccessDeniedException", error["Code"])
        self.assertEqual(
            f"User: {arn or f'arn:aws:iam::{ACCOUNT}:user/alice'} is not authorized to perform: dynamodb:{action}"
            f" on resource: {resource} "
            + (why or f"because no identity-based policy allows the dynamodb:{action} action"),
            error["Message"],
        )

    def test_items_of_ones_own_key_and_attributes(self):
        alice = self.alice
        read = {"TableName": "Scores", "ProjectionExpression": "points"}
        self.assertEqual({"points": {"N": "1"}}, alice.get_item(Key=KEY, **read)["Item"])
        self.refused("GetItem", alice.get_item, Key=OTHER_KEY, **read)
        self.refused("GetItem", alice.get_item, TableName="Scores", Key=KEY)
        self.refused("GetItem", alice.get_item, TableName="Scores", Key=KEY, ProjectionExpression="secret")
        self.refused("Scan", alice.scan, **read)
        query = {**read, "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}}
        self.assertEqual(1, alice.query(ExpressionAttributeValues={":u": {"S": "alice"}}, **query)["Count"])
        self.refused("Query", alice.query, ExpressionAttributeValues={":u": {"S": "bob"}}, **query)
        self.refused(
            "Query",
            alice.query,
            resource=TABLE + "/index/byGame",
            IndexName="byGame",
            KeyConditionExpression="game = :g",
            ExpressionAttributeValues={":g": {"S": "go"}},
            **read,
        )
        alice.put_item(TableName="Scores", Item={**KEY, "points": {"N": "1"}})
        self.refused("PutItem", alice.put_item, TableName="Scores", Item={**KEY, "secret": {"S": "x"}})
        self.refused("PutItem", alice.put_item, TableName="Scores", Item=OTHER_KEY)
        update = {"TableName": "Scores", "Key": KEY}
        alice.update_item(UpdateExpression="SET points = points", **update)
        self.refused("UpdateItem", alice.update_item, UpdateExpression="SET points = secret", **update)
        self.refused("DeleteItem", alice.delete_item, TableName="Scores", Key=OTHER_KEY)
        batch = {"Scores": [{"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": OTHER_KEY}}]}
        self.refused("BatchWriteItem", alice.batch_write_item, RequestItems=batch)
        self.refused(
            "DeleteItem",
            alice.transact_write_items,
            TransactItems=[
                {"Put": {"TableName": "Scores", "Item": KEY}},
                {"Delete": {"TableName": "Scores", "Key": OTHER_KEY}},
            ],
        )
        statement = "SELECT points FROM Scores WHERE \"user\" = '%s'"
        self.assertEqual(1, len(alice.execute_statement(Statement=statement % "alice")["Items"]))
        self.refused("PartiQLSelect", alice.execute_statement, Statement=statement % "bob")
        self.refused("DeleteTable", alice.delete_table, TableName="Scores")
        self.refused("DescribeTable", alice.describe_table, TableName="Missing", resource=TABLE.replace("Scores", "Missing"))
        self.refused("ListTables", alice.list_tables, resource="*")

    def test_a_role_within_the_policy_of_its_session(self):
        trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
        role = self.iam.create_role(
            RoleName="Reader",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}),
        )["Role"]["Arn"]
        self.iam.attach_role_policy(
            RoleName="Reader", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"
        )
        self.iam.put_user_policy(
            UserName="alice", PolicyName="assume", PolicyDocument=policy("Allow", "sts:AssumeRole", role)
        )
        session = client("sts", self.key, self.secret).assume_role(
            RoleArn=role, RoleSessionName="session", Policy=policy("Allow", "dynamodb:GetItem", "*")
        )["Credentials"]
        keys = [session[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
        reader = client("dynamodb", *keys)
        self.assertIn("Item", reader.get_item(TableName="Scores", Key=KEY))
        self.refused(
            "Scan",
            reader.scan,
            TableName="Scores",
            arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/session",
            why="because no session policy allows the dynamodb:Scan action",
        )
        with self.assertRaises(ClientError) as without:
            client("dynamodb", keys[0], keys[1]).list_tables()
        self.assertEqual("UnrecognizedClientException", without.exception.response["Error"]["Code"])

    def test_a_boundary_and_a_denial(self):
        read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        self.iam.put_user_permissions_boundary(UserName="alice", PermissionsBoundary=read_only)
        self.refused(
            "PutItem",
            self.alice.put_item,
            TableName="Scores",
            Item=KEY,
            why="because no permissions boundary allows the dynamodb:PutItem action",
        )
        self.iam.delete_user_permissions_boundary(UserName="alice")
        denial = self.iam.create_policy(
            PolicyName="NoReads", PolicyDocument=policy("Deny", "dynamodb:GetItem", "*")
        )["Policy"]["Arn"]
        self.iam.attach_user_policy(UserName="alice", PolicyArn=denial)
        self.refused(
            "GetItem",
            self.alice.get_item,
            TableName="Scores",
            Key=KEY,
            ProjectionExpression="points",
            why=f"with an explicit deny in an identity-based policy: {denial}",
        )
        self.iam.detach_user_policy(UserName="alice", PolicyArn=denial)

    def test_the_policy_of_a_table(self):
        user = self.iam.create_user(UserName="guest")["User"]["Arn"]
        made = self.iam.create_access_key(UserName="guest")["AccessKey"]
        guest = client("dynamodb", made["AccessKeyId"], made["SecretAccessKey"])
        statement = {"Effect": "Allow", "Principal": {"AWS": user}, "Action": "dynamodb:GetItem", "Resource": TABLE}
        if not hasattr(self.dynamodb, "put_resource_policy"):
            self.skipTest("this boto3 does not know PutResourcePolicy")
        self.dynamodb.put_resource_policy(
            ResourceArn=TABLE, Policy=json.dumps({"Version": "2012-10-17", "Statement": statement})
        )
        self.assertIn("Item", guest.get_item(TableName="Scores", Key=KEY))
        with self.assertRaises(ClientError):
            guest.scan(TableName="Scores")

    def test_keys_and_secrets(self):
        for key, secret, code in [
            (self.key, "wrong", "InvalidSignatureException"),
            ("AKIDNOBODYNOBODY0000", self.secret, "UnrecognizedClientException"),
        ]:
            with self.assertRaises(ClientError) as refused:
                client("dynamodb", key, secret).list_tables()
            self.assertEqual(code, refused.exception.response["Error"]["Code"])


if __name__ == "__main__":
    unittest.main()
