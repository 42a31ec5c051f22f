"""Secondary indexes through boto3: an index that comes to a full table while others write, and an overloaded one.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 indexes_test.py
"""

import os
import random
import threading
import time
import unittest
import uuid

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config
from botocore.exceptions import ClientError

SESSION = boto3.session.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
)
CONFIG = Config(retries={"max_attempts": 0}, max_pool_connections=32)
OPTIONS = {"endpoint_url": os.environ["STATOR_ENDPOINT"], "config": CONFIG}
CLIENT = SESSION.client("dynamodb", **OPTIONS)
RESOURCE = SESSION.resource("dynamodb", **OPTIONS)


def create_table(keys, **more):
    names = [name for key in keys for name in key]
    table = RESOURCE.create_table(
        TableName="indexes-" + uuid.uuid4().hex,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=schema(keys[0]),
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
        **more,
    )
    table.wait_until_exists()
    return table


def schema(names):
    return [{"AttributeName": n, "KeyType": t} for n, t in zip(names, ("HASH", "RANGE"))]


def index(name, names, **projection):
    return {
        "IndexName": name,
        "KeySchema": schema(names),
        "Projection": projection or {"ProjectionType": "ALL"},
    }


def pages(read, **parameters):
    """All items of all pages of a query or scan, and how many pages there were."""
    items, count = [], 0
    while True:
        page = read(**parameters)
        items += page["Items"]
        count += 1
        if "LastEvaluatedKey" not in page:
            return items, count
        parameters["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def describe_index(table, name):
    found = CLIENT.describe_table(TableName=table.name)["Table"].get("GlobalSecondaryIndexes", [])
    return next((i for i in found if i["IndexName"] == name), None)


class OnlineIndexTest(unittest.TestCase):
    ITEMS = 4_000

    def setUp(self):
        self.table = create_table([["pk"]])
        with self.table.batch_writer() as batch:
            for i in range(self.ITEMS):
                batch.put_item(Item=self.item(i, 0))
        self.stopped = threading.Event()
        self.failures = []
        self.written = 0

    @staticmethod
    def item(i, turn):
        item = {"pk": f"k{i}", "turn": turn, "filler": "x" * 100}
        if (i + turn) % 4 > 0:
            item["color"] = random.choice(["red", "green", "blue"])
        return item

    def write(self, seed):
        """Changes items of its own; every one of them was there before the index."""
        table = SESSION.resource("dynamodb", **OPTIONS).Table(self.table.name)
        chosen = random.Random(seed)
        try:
            while not self.stopped.is_set():
                i = chosen.randrange(self.ITEMS // 4) * 4 + seed
                key = {"pk": f"k{i}"}
                action = chosen.randrange(4)
                if action == 0:
                    table.put_item(Item=self.item(i, chosen.randrange(100)))
                elif action == 1:
                    table.delete_item(Key=key)
                elif action == 2:
                    table.update_item(
                        Key=key,
                        UpdateExpression="SET color = :c, again = :t",
                        ExpressionAttributeValues={":c": "red", ":t": chosen.randrange(100)},
                    )
                else:
                    table.update_item(Key=key, UpdateExpression="REMOVE color")
                self.written += 1
        except Exception as e:  # pylint: disable=broad-except
            self.failures.append(e)

    def test_an_index_comes_and_goes_while_others_write(self):
        threads = [threading.Thread(target=self.write, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        name = self.table.name
        for _ in range(3):
            answer = CLIENT.update_table(
                TableName=name,
                AttributeDefinitions=[{"AttributeName": "color", "AttributeType": "S"}],
                GlobalSecondaryIndexUpdates=[{"Create": index("byColor", ["color"])}],
            )["TableDescription"]
            self.assertEqual("UPDATING", answer["TableStatus"])
            made = answer["GlobalSecondaryIndexes"][0]
            self.assertEqual(("CREATING", False), (made["IndexStatus"], made["Backfilling"]))
            self.wait_until_active()
            time.sleep(0.2)
            CLIENT.update_table(
                TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "byColor"}}]
            )
            while describe_index(self.table, "byColor"):
                time.sleep(0.05)
        CLIENT.update_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "color", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[{"Create": index("byColor", ["color"])}],
        )
        self.wait_until_active()
        self.stopped.set()
        for thread in threads:
            thread.join()
        self.assertEqual([], self.failures)
        self.assertGreater(self.written, 100)
        self.require_equal_contents()

    def wait_until_active(self):
        deadline = time.monotonic() + 60
        while describe_index(self.table, "byColor")["IndexStatus"] != "ACTIVE":
            self.assertLess(time.monotonic(), deadline, "the index does not get ready")
            time.sleep(0.02)
        self.assertNotIn("Backfilling", describe_index(self.table, "byColor"))

    def require_equal_contents(self):
        items, _ = pages(self.table.scan, ConsistentRead=True)
        expected = {i["pk"]: i for i in items if "color" in i}
        entries, _ = pages(self.table.scan, IndexName="byColor")
        self.assertEqual(len(entries), len({i["pk"] for i in entries}), "an item is there twice")
        self.assertEqual(expected, {i["pk"]: i for i in entries})
        self.assertEqual(len(expected), describe_index(self.table, "byColor")["ItemCount"])
        found = 0
        for color in ("red", "green", "blue"):
            condition = Key("color").eq(color)
            items, _ = pages(
                self.table.query, IndexName="byColor", KeyConditionExpression=condition, Limit=100
            )
            found += len(items)
        self.assertEqual(len(expected), found)


class OverloadedIndexTest(unittest.TestCase):
    """One table and one index for users, orders, their items and products, as in the books on single-table design."""

    @classmethod
    def setUpClass(cls):
        cls.table = create_table(
            [["PK", "SK"], ["GSI1PK", "GSI1SK"], ["status"]],
            GlobalSecondaryIndexes=[
                index("GSI1", ["GSI1PK", "GSI1SK"]),
                index("inverted", ["SK", "PK"], ProjectionType="KEYS_ONLY"),
                index("sparse", ["status"], ProjectionType="INCLUDE", NonKeyAttributes=["total"]),
            ],
        )
        with cls.table.batch_writer() as batch:
            for user in ("ada", "bob"):
                batch.put_item(
                    Item={
                        "PK": f"USER#{user}",
                        "SK": "PROFILE",
                        "GSI1PK": f"EMAIL#{user}@example.com",
                        "GSI1SK": "USER",
                    }
                )
                for number in range(1, 6):
                    order = f"{user}-{number}"
                    day = f"2026-11-0{number}"
                    item = {
                        "PK": f"USER#{user}",
                        "SK": f"ORDER#{order}",
                        "GSI1PK": "ORDERS",
                        "GSI1SK": f"{day}#{order}" if number < 5 else "same day",
                        "total": number * 10,
                    }
                    if number % 2:
                        item["status"] = "OPEN"
                    batch.put_item(Item=item)
                    for line in range(3):
                        batch.put_item(
                            Item={
                                "PK": f"ORDER#{order}",
                                "SK": f"ITEM#{line}",
                                "GSI1PK": f"PRODUCT#{line}",
                                "GSI1SK": f"ORDER#{order}",
                            }
                        )

    def query(self, condition, **more):
        return pages(self.table.query, KeyConditionExpression=condition, **more)[0]

    def test_entities_by_their_other_keys(self):
        by_mail = self.query(Key("GSI1PK").eq("EMAIL#ada@example.com"), IndexName="GSI1")
        self.assertEqual(["USER#ada"], [i["PK"] for i in by_mail])
        of_product = self.query(
            Key("GSI1PK").eq("PRODUCT#1") & Key("GSI1SK").begins_with("ORDER#bob"), IndexName="GSI1"
        )
        self.assertEqual([f"ORDER#bob-{n}" for n in range(1, 6)], [i["PK"] for i in of_product])
        of_users = self.query(Key("SK").eq("PROFILE"), IndexName="inverted")
        self.assertEqual([{"PK": "USER#ada", "SK": "PROFILE"}, {"PK": "USER#bob", "SK": "PROFILE"}], of_users)

    def test_a_range_of_days_both_ways(self):
        days = Key("GSI1PK").eq("ORDERS") & Key("GSI1SK").between("2026-11-02", "2026-11-04~")
        forward = [i["GSI1SK"] for i in self.query(days, IndexName="GSI1")]
        expected = [f"2026-11-0{n}#{user}-{n}" for n in (2, 3, 4) for user in ("ada", "bob")]
        self.assertEqual(expected, forward)
        backward = self.query(days, IndexName="GSI1", ScanIndexForward=False)
        self.assertEqual(expected[::-1], [i["GSI1SK"] for i in backward])

    def test_pages_of_any_size_show_each_entry_once_also_under_equal_keys(self):
        whole = self.query(Key("GSI1PK").eq("ORDERS"), IndexName="GSI1")
        self.assertEqual(10, len(whole))
        self.assertEqual(2, len([i for i in whole if i["GSI1SK"] == "same day"]))
        for limit in range(1, 12):
            for forward in (True, False):
                items, _ = pages(
                    self.table.query,
                    IndexName="GSI1",
                    KeyConditionExpression=Key("GSI1PK").eq("ORDERS"),
                    Limit=limit,
                    ScanIndexForward=forward,
                )
                self.assertEqual(whole if forward else whole[::-1], items, (limit, forward))

    def test_a_sparse_index_follows_its_attribute(self):
        opened = self.query(Key("status").eq("OPEN"), IndexName="sparse")
        self.assertEqual(6, len(opened))
        self.assertEqual({"PK", "SK", "status", "total"}, set(opened[0]))
        key = {"PK": "USER#ada", "SK": "ORDER#ada-1"}
        names = {"#s": "status"}
        self.table.update_item(
            Key=key, UpdateExpression="REMOVE #s", ExpressionAttributeNames=names
        )
        self.assertEqual(5, len(self.query(Key("status").eq("OPEN"), IndexName="sparse")))
        self.table.update_item(
            Key=key,
            UpdateExpression="SET #s = :s",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={":s": "OPEN"},
        )
        self.assertEqual(6, len(self.query(Key("status").eq("OPEN"), IndexName="sparse")))

    def test_what_an_index_refuses(self):
        cases = [
            (
                {"IndexName": "sparse", "ConsistentRead": True},
                "Consistent reads are not supported on global secondary indexes",
            ),
            (
                {"IndexName": "sparse", "Select": "ALL_ATTRIBUTES"},
                "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global"
                " secondary index sparse because its projection type is not ALL",
            ),
            (
                {"IndexName": "sparse", "ProjectionExpression": "GSI1PK"},
                "One or more parameter values were invalid: Global secondary index sparse does not project [GSI1PK]",
            ),
            ({"IndexName": "none"}, "The table does not have the specified index: none"),
        ]
        for parameters, message in cases:
            with self.assertRaises(ClientError) as refused:
                self.table.query(KeyConditionExpression=Key("status").eq("OPEN"), **parameters)
            self.assertEqual(message, refused.exception.response["Error"]["Message"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
