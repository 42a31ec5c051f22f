"""Stator through boto3: the low-level client, the resource with its Decimals, paginators and waiters.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 boto3_test.py
"""

import os
import threading
import unittest
import uuid
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
SESSION = boto3.session.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
)
CONFIG = Config(retries={"max_attempts": 0}, max_pool_connections=32)
CLIENT = SESSION.client("dynamodb", endpoint_url=ENDPOINT, config=CONFIG)
RESOURCE = SESSION.resource("dynamodb", endpoint_url=ENDPOINT, config=CONFIG)


def knows(operation, member):
    """Whether this version of boto3 knows a member of an operation's input or of a table's description."""
    model = CLIENT.meta.service_model
    inputs = model.operation_model(operation).input_shape.members
    return member in inputs or member in model.shape_for("TableDescription").members


def fresh_table(sort_type=None, **more):
    """Creates a table with key pk (S) and, if a type is given, sk; returns the resource."""
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}]
    attributes = [{"AttributeName": "pk", "AttributeType": "S"}]
    if sort_type:
        keys.append({"AttributeName": "sk", "KeyType": "RANGE"})
        attributes.append({"AttributeName": "sk", "AttributeType": sort_type})
    table = RESOURCE.create_table(
        TableName="boto3-" + uuid.uuid4().hex,
        KeySchema=keys,
        AttributeDefinitions=attributes + more.pop("AttributeDefinitions", []),
        **({"BillingMode": "PAY_PER_REQUEST"} | more),
    )
    table.wait_until_exists()
    return table


class TablesTest(unittest.TestCase):
    def test_waiters_and_description(self):
        name = "boto3-" + uuid.uuid4().hex
        CLIENT.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
            ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
            Tags=[{"Key": "team", "Value": "storage"}],
        )
        CLIENT.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        table = CLIENT.describe_table(TableName=name)["Table"]
        self.assertEqual("ACTIVE", table["TableStatus"])
        self.assertEqual(f"arn:aws:dynamodb:us-east-1:000000000000:table/{name}", table["TableArn"])
        self.assertEqual(5, table["ProvisionedThroughput"]["ReadCapacityUnits"])
        self.assertEqual(0, table["ItemCount"])
        if knows("CreateTable", "WarmThroughput"):
            self.assertEqual("ACTIVE", table["WarmThroughput"]["Status"])
        tags = CLIENT.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
        self.assertEqual([{"Key": "team", "Value": "storage"}], tags)
        CLIENT.delete_table(TableName=name)
        CLIENT.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        with self.assertRaises(CLIENT.exceptions.ResourceNotFoundException) as caught:
            CLIENT.describe_table(TableName=name)
        self.assertEqual(
            f"Requested resource not found: Table: {name} not found",
            caught.exception.response["Error"]["Message"],
        )

    def test_list_tables_pages(self):
        region = SESSION.client("dynamodb", endpoint_url=ENDPOINT, region_name="eu-west-3")
        names = [f"page-{i:03}" for i in range(7)]
        for name in names:
            region.create_table(
                TableName=name,
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        pages = list(region.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 3}))
        self.assertEqual([3, 3, 1], [len(page["TableNames"]) for page in pages])
        self.assertEqual(names, [name for page in pages for name in page["TableNames"]])
        for name in names:
            region.delete_table(TableName=name)

    def test_regions_do_not_see_each_other(self):
        table = fresh_table()
        other = SESSION.client("dynamodb", endpoint_url=ENDPOINT, region_name="eu-central-1")
        with self.assertRaises(other.exceptions.ResourceNotFoundException):
            other.describe_table(TableName=table.name)

    def test_accounts_do_not_see_each_other(self):
        table = fresh_table()
        other = boto3.client(
            "dynamodb",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="111122223333",
            aws_secret_access_key="x",
        )
        self.assertNotIn(table.name, other.list_tables()["TableNames"])

    def test_table_arn_in_place_of_name(self):
        table = fresh_table()
        arn = table.table_arn
        CLIENT.put_item(TableName=arn, Item={"pk": {"S": "a"}})
        self.assertEqual("a", table.get_item(Key={"pk": "a"})["Item"]["pk"])
        answer = CLIENT.batch_get_item(RequestItems={arn: {"Keys": [{"pk": {"S": "a"}}]}})
        self.assertEqual([{"pk": {"S": "a"}}], list(answer["Responses"].values())[0])


class ItemsTest(unittest.TestCase):
    def test_all_ten_types_come_back_as_they_went(self):
        table = fresh_table()
        item = {
            "pk": "types",
            "string": "ñandú \U0001f426 \"quoted\" \\ \n",
            "empty": "",
            "number": Decimal("-123.456"),
            # boto3 itself fails on longer plain numbers, and the service always answers plain ones.
            "precise": Decimal("12345678901234567890.123456789012345678"),
            "tiny": Decimal("1E-38"),
            "binary": Binary(bytes(range(256))),
            "nothing": None,
            "yes": True,
            "no": False,
            "strings": {"a", "b"},
            "numbers": {Decimal(1), Decimal("2.5")},
            "binaries": {Binary(b"x"), Binary(b"y")},
            "list": ["a", Decimal(1), [True, None], {"k": "v"}],
            "map": {"nested": {"deeper": [Decimal(0)]}},
        }
        table.put_item(Item=item)
        self.assertEqual(item, table.get_item(Key={"pk": "types"}, ConsistentRead=True)["Item"])

    def test_counter_with_if_not_exists(self):
        table = fresh_table()
        for expected in (1, 2, 3):
            answer = table.update_item(
                Key={"pk": "c"},
                UpdateExpression="SET hits = if_not_exists(hits, :zero) + :one",
                ExpressionAttributeValues={":zero": 0, ":one": 1},
                ReturnValues="UPDATED_NEW",
            )
            self.assertEqual({"hits": Decimal(expected)}, answer["Attributes"])

    @unittest.skipUnless(knows("PutItem", "ReturnValuesOnConditionCheckFailure"), "boto3 is too old")
    def test_condition_failure_shows_the_old_item(self):
        table = fresh_table()
        table.put_item(Item={"pk": "a", "state": "open"})
        with self.assertRaises(ClientError) as caught:
            table.put_item(
                Item={"pk": "a", "state": "closed"},
                ConditionExpression=Attr("pk").not_exists(),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        response = caught.exception.response
        self.assertEqual("ConditionalCheckFailedException", response["Error"]["Code"])
        self.assertEqual("The conditional request failed", response["Error"]["Message"])
        self.assertEqual({"pk": {"S": "a"}, "state": {"S": "open"}}, response["Item"])

    def test_query_conditions_and_pages(self):
        table = fresh_table("N")
        with table.batch_writer() as batch:
            for i in range(100):
                batch.put_item(Item={"pk": "p", "sk": i, "even": i % 2 == 0})
        self.assertEqual(100, table.query(KeyConditionExpression=Key("pk").eq("p"))["Count"])
        between = table.query(KeyConditionExpression=Key("pk").eq("p") & Key("sk").between(10, 12))
        self.assertEqual([10, 11, 12], [int(item["sk"]) for item in between["Items"]])
        down = table.query(
            KeyConditionExpression=Key("pk").eq("p") & Key("sk").lt(50), ScanIndexForward=False, Limit=2
        )
        self.assertEqual([49, 48], [int(item["sk"]) for item in down["Items"]])
        self.assertEqual({"pk": "p", "sk": Decimal(48)}, down["LastEvaluatedKey"])
        filtered = table.query(
            KeyConditionExpression=Key("pk").eq("p"), FilterExpression=Attr("even").eq(True), Limit=10
        )
        self.assertEqual((5, 10), (filtered["Count"], filtered["ScannedCount"]))
        pages = CLIENT.get_paginator("query").paginate(
            TableName=table.name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "p"}},
            PaginationConfig={"PageSize": 33},
        )
        seen = [int(item["sk"]["N"]) for page in pages for item in page["Items"]]
        self.assertEqual(list(range(100)), seen)

    def test_begins_with_on_a_string_sort_key(self):
        table = fresh_table("S")
        for sort in ("ORDER#1", "ORDER#2", "PROFILE", "ORDES"):
            table.put_item(Item={"pk": "u", "sk": sort})
        answer = table.query(KeyConditionExpression=Key("pk").eq("u") & Key("sk").begins_with("ORDER#"))
        self.assertEqual(["ORDER#1", "ORDER#2"], [item["sk"] for item in answer["Items"]])

    def test_one_megabyte_pages(self):
        table = fresh_table("N")
        for i in range(5):
            table.put_item(Item={"pk": "big", "sk": i, "data": "x" * 300_000})
        answer = table.query(KeyConditionExpression=Key("pk").eq("big"), ReturnConsumedCapacity="TOTAL")
        self.assertEqual(4, answer["Count"])
        self.assertEqual({"pk": "big", "sk": Decimal(3)}, answer["LastEvaluatedKey"])

    def test_parallel_scan_sees_everything_once(self):
        table = fresh_table("N")
        with table.batch_writer() as batch:
            for i in range(300):
                batch.put_item(Item={"pk": f"p{i % 50}", "sk": i})
        seen = []
        for segment in range(4):
            arguments = {"Segment": segment, "TotalSegments": 4, "Limit": 20}
            while True:
                page = table.scan(**arguments)
                seen += [int(item["sk"]) for item in page["Items"]]
                if "LastEvaluatedKey" not in page:
                    break
                arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        self.assertEqual(list(range(300)), sorted(seen))

    def test_batches(self):
        table = fresh_table()
        with table.batch_writer() as batch:
            for i in range(60):
                batch.put_item(Item={"pk": str(i), "n": i})
        answer = RESOURCE.batch_get_item(
            RequestItems={table.name: {"Keys": [{"pk": str(i)} for i in range(100)], "ProjectionExpression": "n"}}
        )
        self.assertEqual(set(range(60)), {int(item["n"]) for item in answer["Responses"][table.name]})
        self.assertEqual({}, answer["UnprocessedKeys"])
        with self.assertRaises(ClientError) as caught:
            CLIENT.batch_get_item(RequestItems={table.name: {"Keys": [{"pk": {"S": "1"}}, {"pk": {"S": "1"}}]}})
        self.assertEqual(
            "Provided list of item keys contains duplicates", caught.exception.response["Error"]["Message"]
        )

    def test_legacy_parameters(self):
        table = fresh_table("N")
        CLIENT.put_item(TableName=table.name, Item={"pk": {"S": "l"}, "sk": {"N": "1"}, "c": {"N": "1"}})
        answer = CLIENT.update_item(
            TableName=table.name,
            Key={"pk": {"S": "l"}, "sk": {"N": "1"}},
            AttributeUpdates={"c": {"Action": "ADD", "Value": {"N": "4"}}},
            Expected={"c": {"ComparisonOperator": "GE", "AttributeValueList": [{"N": "1"}]}},
            ReturnValues="ALL_NEW",
        )
        self.assertEqual({"N": "5"}, answer["Attributes"]["c"])
        answer = CLIENT.query(
            TableName=table.name,
            KeyConditions={"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "l"}]}},
            QueryFilter={"c": {"ComparisonOperator": "IN", "AttributeValueList": [{"N": "5"}, {"N": "6"}]}},
            AttributesToGet=["c"],
        )
        self.assertEqual([{"c": {"N": "5"}}], answer["Items"])

    def test_consumed_capacity(self):
        table = fresh_table()
        capacity = CLIENT.put_item(
            TableName=table.name,
            Item={"pk": {"S": "a"}, "data": {"S": "x" * 3000}},
            ReturnConsumedCapacity="INDEXES",
        )["ConsumedCapacity"]
        self.assertEqual(3.0, capacity["CapacityUnits"])
        self.assertEqual({"CapacityUnits": 3.0}, capacity["Table"])
        read = CLIENT.get_item(TableName=table.name, Key={"pk": {"S": "a"}}, ReturnConsumedCapacity="TOTAL")
        self.assertEqual(0.5, read["ConsumedCapacity"]["CapacityUnits"])

    def test_concurrent_increments_lose_nothing(self):
        table = fresh_table()

        def work():
            for _ in range(50):
                CLIENT.update_item(
                    TableName=table.name,
                    Key={"pk": {"S": "c"}},
                    UpdateExpression="ADD hits :one",
                    ExpressionAttributeValues={":one": {"N": "1"}},
                )

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(400, table.get_item(Key={"pk": "c"}, ConsistentRead=True)["Item"]["hits"])

    def test_exact_errors(self):
        table = fresh_table("S")
        key = {"pk": {"S": "a"}, "sk": {"S": "b"}}
        cases = [
            (
                lambda: CLIENT.get_item(TableName=table.name, Key=key, ProjectionExpression="Name, Day"),
                "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: Name",
            ),
            (
                lambda: CLIENT.get_item(TableName=table.name, Key={"pk": {"S": "a"}}),
                "The provided key element does not match the schema",
            ),
            (
                lambda: CLIENT.put_item(TableName=table.name, Item={"pk": {"S": "a"}}),
                "One or more parameter values were invalid: Missing the key sk in the item",
            ),
            (
                lambda: CLIENT.put_item(TableName=table.name, Item={"pk": {"N": "1"}, "sk": {"S": "b"}}),
                "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
            ),
            (
                lambda: CLIENT.query(TableName=table.name, KeyConditionExpression="pk = :p"),
                "Invalid KeyConditionExpression: An expression attribute value used in expression is not"
                " defined; attribute value: :p",
            ),
        ]
        for call, message in cases:
            with self.assertRaises(ClientError) as caught:
                call()
            self.assertEqual("ValidationException", caught.exception.response["Error"]["Code"])
            self.assertEqual(message, caught.exception.response["Error"]["Message"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
