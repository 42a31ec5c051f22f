"""Time to live through boto3: items go by themselves, and at once when LocalStack's resource is asked.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 time_to_live_test.py
"""

import json
import os
import time
import unittest
import urllib.request
import uuid

import boto3

ENDPOINT = os.environ["STATOR_ENDPOINT"]


def client(region):
    return boto3.client(
        "dynamodb",
        endpoint_url=ENDPOINT,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def create_table(dynamodb):
    name = "ttl-" + uuid.uuid4().hex
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "id", "KeyType": "HASH"},
            {"AttributeName": "range", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "range", "AttributeType": "S"},
        ],
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name)
    dynamodb.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "values"}
    )
    return name


def put(dynamodb, table, name, seconds):
    ttl = str(int(time.time()) + seconds)
    item = {"id": {"S": name}, "range": {"S": "r"}, "values": {"N": ttl}}
    dynamodb.put_item(TableName=table, Item=item)


def sweep():
    request = urllib.request.Request(ENDPOINT + "//_aws/dynamodb/expired", method="DELETE")
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def names(dynamodb, table):
    return sorted(item["id"]["S"] for item in dynamodb.scan(TableName=table)["Items"])


class TimeToLiveTest(unittest.TestCase):
    def test_items_of_all_regions_go_on_demand(self):
        sweep()
        regions = [client("us-east-1"), client("eu-central-1")]
        tables = [create_table(dynamodb) for dynamodb in regions]
        for dynamodb, table in zip(regions, tables):
            put(dynamodb, table, "expired", -10)
            put(dynamodb, table, "not-expired", 120)
        self.assertEqual({"ExpiredItems": 2}, sweep())
        for dynamodb, table in zip(regions, tables):
            self.assertEqual(["not-expired"], names(dynamodb, table))

    def test_items_go_by_themselves_within_seconds(self):
        dynamodb = client("us-west-2")
        table = create_table(dynamodb)
        put(dynamodb, table, "kept", 5)
        put(dynamodb, table, "gone", 5)
        dynamodb.update_item(
            TableName=table,
            Key={"id": {"S": "kept"}, "range": {"S": "r"}},
            UpdateExpression="SET #v = :later",
            ExpressionAttributeNames={"#v": "values"},
            ExpressionAttributeValues={":later": {"N": str(int(time.time()) + 1000)}},
        )
        self.assertEqual(["gone", "kept"], names(dynamodb, table))
        deadline = time.time() + 10
        while names(dynamodb, table) != ["kept"]:
            self.assertLess(time.time(), deadline)
            time.sleep(0.1)

    def test_status_as_on_aws(self):
        dynamodb = client("us-east-1")
        table = create_table(dynamodb)
        self.assertEqual(
            {"AttributeName": "values", "TimeToLiveStatus": "ENABLED"},
            dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"],
        )


if __name__ == "__main__":
    unittest.main()
