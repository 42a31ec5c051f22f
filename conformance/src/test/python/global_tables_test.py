"""Global tables through boto3: replicas that come, go, fail and come back.

Run by the conformance tests with STATOR_ENDPOINT set, and STATOR_SLOW_ENDPOINT for a server with --delay-transient-statuses; to run
by hand:
    STATOR_ENDPOINT=http://localhost:8000 STATOR_SLOW_ENDPOINT=http://localhost:8001 python3 global_tables_test.py
"""

import json
import os
import time
import unittest
import urllib.request
import uuid

import boto3
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
SLOW_ENDPOINT = os.environ["STATOR_SLOW_ENDPOINT"]
REGIONS = ["us-east-1", "eu-west-1", "ap-south-1"]
POLL = {"Delay": 1, "MaxAttempts": 20}


def client(region, endpoint=ENDPOINT, service="dynamodb"):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def create_table(dynamodb, **more):
    name = "global-" + uuid.uuid4().hex
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "kind", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "byKind",
                "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        **more,
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig=POLL)
    return name


def replicas(dynamodb, table):
    """Status of each other replica, as one of them sees it."""
    described = dynamodb.describe_table(TableName=table)["Table"]
    return {
        replica["RegionName"]: replica["ReplicaStatus"] for replica in described.get("Replicas", [])
    }


def change_replica(dynamodb, table, action, region):
    return dynamodb.update_table(
        TableName=table, ReplicaUpdates=[{action: {"RegionName": region}}]
    )["TableDescription"]


def eventually(test, expected, read):
    deadline = time.time() + 15
    found = read()
    while found != expected and time.time() < deadline:
        time.sleep(0.02)
        found = read()
    test.assertEqual(expected, found)


def items(dynamodb, table):
    return {item["id"]["S"]: item for item in dynamodb.scan(TableName=table)["Items"]}


def put(dynamodb, table, name, **more):
    dynamodb.put_item(TableName=table, Item={"id": {"S": name}, **more})


def fault(method, path):
    request = urllib.request.Request(ENDPOINT + "/_stator/replication" + path, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def raw(region, operation, request):
    """A request with members that this boto3 does not know yet."""
    call = urllib.request.Request(
        ENDPOINT,
        data=json.dumps(request).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810." + operation,
            "X-Amz-Date": "20261121T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20261121/" + region
            + "/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
        },
    )
    with urllib.request.urlopen(call) as response:
        return json.load(response)


class GlobalTablesTest(unittest.TestCase):
    def setUp(self):
        self.regions = {region: client(region) for region in REGIONS}
        fault("DELETE", "")

    def tearDown(self):
        fault("DELETE", "")

    def replicated(self):
        first = self.regions["us-east-1"]
        table = create_table(first)
        for region in REGIONS[1:]:
            change_replica(first, table, "Create", region)
            eventually(self, "ACTIVE", lambda: replicas(first, table).get(region))
        return table

    def assert_equal_everywhere(self, table, expected):
        for region in self.regions.values():
            eventually(self, expected, lambda: sorted(items(region, table)))

    def test_each_region_shows_the_others_and_never_itself(self):
        table = self.replicated()
        for region, dynamodb in self.regions.items():
            others = {other: "ACTIVE" for other in REGIONS if other != region}
            self.assertEqual(others, replicas(dynamodb, table))
            described = dynamodb.describe_table(TableName=table)["Table"]
            self.assertEqual("2019.11.21", described["GlobalTableVersion"])
            self.assertIn(":" + region + ":", described["TableArn"])

    def test_every_region_has_a_stream_with_every_change(self):
        table = self.replicated()
        for region, dynamodb in self.regions.items():
            put(dynamodb, table, region)
        self.assert_equal_everywhere(table, sorted(REGIONS))
        for region, dynamodb in self.regions.items():
            arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
            self.assertEqual(sorted(REGIONS), sorted(self.stream(region, arn)))

    def stream(self, region, arn):
        """The keys of the records in a stream."""
        streams = client(region, service="dynamodbstreams")
        keys = []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            for record in streams.get_records(ShardIterator=iterator)["Records"]:
                self.assertEqual("INSERT", record["eventName"])
                self.assertEqual(region, record["awsRegion"])
                keys.append(record["dynamodb"]["Keys"]["id"]["S"])
        return keys

    def test_the_original_region_goes_and_the_others_stay(self):
        for remove in (
            lambda table: change_replica(self.regions["eu-west-1"], table, "Delete", "us-east-1"),
            lambda table: self.regions["us-east-1"].delete_table(TableName=table),
        ):
            table = self.replicated()
            put(self.regions["us-east-1"], table, "kept")
            remove(table)
            self.regions["us-east-1"].get_waiter("table_not_exists").wait(
                TableName=table, WaiterConfig=POLL
            )
            put(self.regions["eu-west-1"], table, "new")
            eventually(
                self, ["kept", "new"], lambda: sorted(items(self.regions["ap-south-1"], table))
            )
            self.assertEqual({"ap-south-1": "ACTIVE"}, replicas(self.regions["eu-west-1"], table))

    def test_batches_and_transactions_work_on_any_replica(self):
        table = self.replicated()
        other = self.regions["eu-west-1"]
        other.batch_write_item(
            RequestItems={
                table: [{"PutRequest": {"Item": {"id": {"S": "b%d" % i}}}} for i in range(25)]
            }
        )
        other.transact_write_items(
            TransactItems=[
                {"Delete": {"TableName": table, "Key": {"id": {"S": "b0"}}}},
                {"Put": {"TableName": table, "Item": {"id": {"S": "t"}, "kind": {"S": "k"}}}},
            ]
        )
        self.assert_equal_everywhere(table, sorted(["b%d" % i for i in range(1, 25)] + ["t"]))
        third = self.regions["ap-south-1"]
        got = third.batch_get_item(
            RequestItems={table: {"Keys": [{"id": {"S": "b1"}}, {"id": {"S": "b0"}}]}}
        )
        self.assertEqual([{"id": {"S": "b1"}}], got["Responses"][table])
        found = third.query(
            TableName=table,
            IndexName="byKind",
            KeyConditionExpression="kind = :k",
            ExpressionAttributeValues={":k": {"S": "k"}},
        )
        self.assertEqual(1, found["Count"])

    def test_a_region_that_is_cut_off_works_by_itself_and_catches_up(self):
        table = self.replicated()
        east, west = self.regions["us-east-1"], self.regions["eu-west-1"]
        put(east, table, "both", v={"N": "0"})
        self.assert_equal_everywhere(table, ["both"])
        state = fault("PUT", "/eu-west-1/cut")
        self.assertTrue(state["Faults"]["eu-west-1"]["Cut"])
        put(west, table, "both", v={"N": "1"})
        put(east, table, "both", v={"N": "2"})
        put(west, table, "west")
        put(east, table, "east")
        eventually(self, ["both", "east"], lambda: sorted(items(self.regions["ap-south-1"], table)))
        self.assertEqual(["both", "west"], sorted(items(west, table)))
        waiting = [
            replica["Waiting"]
            for replica in fault("GET", "")["Replicas"]
            if replica["TableName"] == table and replica["Region"] == "us-east-1"
        ]
        self.assertEqual([{"ap-south-1": 0, "eu-west-1": 2}], waiting)
        fault("DELETE", "/eu-west-1/cut")
        self.assert_equal_everywhere(table, ["both", "east", "west"])
        for dynamodb in self.regions.values():
            self.assertEqual("2", items(dynamodb, table)["both"]["v"]["N"])

    def test_a_slow_region_gets_writes_late(self):
        table = self.replicated()
        fault("PUT", "/ap-south-1/delay/700")
        begin = time.time()
        put(self.regions["us-east-1"], table, "a")
        eventually(self, ["a"], lambda: sorted(items(self.regions["eu-west-1"], table)))
        self.assertEqual([], sorted(items(self.regions["ap-south-1"], table)))
        eventually(self, ["a"], lambda: sorted(items(self.regions["ap-south-1"], table)))
        self.assertGreaterEqual(time.time() - begin, 0.69)

    def test_a_replica_leaves_when_its_writes_are_with_the_others(self):
        table = self.replicated()
        leave = {
            "TableName": table,
            "ReplicaUpdates": [
                {
                    "Disassociate": {
                        "RegionName": "eu-west-1",
                        "DisassociationMode": "WAIT_FOR_REPLICATION",
                    }
                }
            ],
        }
        raw("eu-west-1", "UpdateTable", {"TableName": table, "DisassociationProtectionEnabled": False})
        fault("PUT", "/eu-west-1/cut")
        put(self.regions["eu-west-1"], table, "late")
        raw("eu-west-1", "UpdateTable", leave)
        self.assertEqual(2, len(replicas(self.regions["eu-west-1"], table)))
        fault("DELETE", "/eu-west-1/cut")
        raw("eu-west-1", "UpdateTable", leave)
        self.assertEqual({}, replicas(self.regions["eu-west-1"], table))
        put(self.regions["eu-west-1"], table, "own")
        put(self.regions["us-east-1"], table, "theirs")
        eventually(self, ["late", "theirs"], lambda: sorted(items(self.regions["ap-south-1"], table)))
        self.assertEqual(["late", "own"], sorted(items(self.regions["eu-west-1"], table)))


class SlowlyTest(unittest.TestCase):
    """What Terraform does: one replica after the other, each awaited, and the same backwards."""

    def test_replicas_come_and_go_one_by_one(self):
        # Made before, because that takes as long as a table does.
        first, *others = [client(region, SLOW_ENDPOINT) for region in REGIONS]
        begin = time.time()
        table = create_table(
            first,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        self.assertGreater(time.time() - begin, 0.4)
        put(first, table, "a")
        for region, other in zip(REGIONS[1:], others):
            self.assertEqual(
                "UPDATING", change_replica(first, table, "Create", region)["TableStatus"]
            )
            self.assertEqual("CREATING", replicas(first, table).get(region))
            with self.assertRaises(ClientError) as refused:
                change_replica(first, table, "Create", "sa-east-1")
            self.assertEqual("ResourceInUseException", refused.exception.response["Error"]["Code"])
            with self.assertRaises(ClientError) as refused:
                put(other, table, "too early")
            self.assertEqual(
                "ResourceNotFoundException", refused.exception.response["Error"]["Code"]
            )
            eventually(self, "ACTIVE", lambda: replicas(first, table).get(region))
            eventually(self, "ACTIVE", lambda: self.status(first, table))
            other.get_waiter("table_exists").wait(TableName=table, WaiterConfig=POLL)
            self.configure(other, table)
            self.assertEqual(["a"], sorted(items(other, table)))
        for region, other in zip(REGIONS[1:], others):
            change_replica(first, table, "Delete", region)
            eventually(self, None, lambda: replicas(first, table).get(region))
            other.get_waiter("table_not_exists").wait(TableName=table, WaiterConfig=POLL)
            eventually(self, "ACTIVE", lambda: self.status(first, table))
        first.delete_table(TableName=table)
        first.get_waiter("table_not_exists").wait(TableName=table, WaiterConfig=POLL)

    @staticmethod
    def status(dynamodb, table):
        return dynamodb.describe_table(TableName=table)["Table"]["TableStatus"]

    def configure(self, dynamodb, table):
        """What a provider asks and sets in each region of a table."""
        arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
        dynamodb.update_continuous_backups(
            TableName=table,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
        dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "k", "Value": arn}])
        self.assertEqual(
            [{"Key": "k", "Value": arn}], dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]
        )
        dynamodb.describe_time_to_live(TableName=table)
        recovery = dynamodb.describe_continuous_backups(TableName=table)
        self.assertEqual(
            "ENABLED",
            recovery["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"][
                "PointInTimeRecoveryStatus"
            ],
        )


if __name__ == "__main__":
    unittest.main()
