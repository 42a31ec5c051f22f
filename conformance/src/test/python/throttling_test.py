"""Enforced capacity through boto3: its retries get everything through.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand, after
    stator --in-memory --enforce-capacity --burst-seconds 1
    STATOR_ENDPOINT=http://localhost:8000 python3 throttling_test.py
"""

import os
import time
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

ENDPOINT = os.environ["STATOR_ENDPOINT"]
UNITS = 40
ITEMS = 90
WRITERS = 8


def client(mode, attempts):
    return boto3.client(
        "dynamodb",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"mode": mode, "total_max_attempts": attempts}),
    )


ONCE = client("standard", 1)


def create_table():
    name = "throttled-" + uuid.uuid4().hex
    ONCE.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": UNITS, "WriteCapacityUnits": UNITS},
    )
    return name


def put(dynamodb, table, number):
    return dynamodb.put_item(TableName=table, Item={"id": {"S": "i%d" % number}})


class ThrottlingTest(unittest.TestCase):
    def retry_until_all_is_written(self, mode):
        table = create_table()
        dynamodb = client(mode, 12)
        start = time.monotonic()
        # Several at once, so that a slow machine is throttled as well.
        with ThreadPoolExecutor(WRITERS) as writers:
            answers = list(writers.map(lambda number: put(dynamodb, table, number), range(ITEMS)))
        retries = sum(answer["ResponseMetadata"]["RetryAttempts"] for answer in answers)
        seconds = time.monotonic() - start
        self.assertGreater(retries, 0)
        # One second's capacity was there at the beginning.
        self.assertGreater(seconds, (ITEMS - UNITS) / UNITS - 0.1)
        time.sleep(1)
        scanned = dynamodb.scan(TableName=table, Select="COUNT")
        self.assertEqual(ITEMS, scanned["Count"])

    def test_standard_retries(self):
        self.retry_until_all_is_written("standard")

    def test_adaptive_retries(self):
        self.retry_until_all_is_written("adaptive")

    def test_who_does_not_retry_is_refused(self):
        table = create_table()
        with self.assertRaises(ONCE.exceptions.ProvisionedThroughputExceededException):
            for number in range(10 * UNITS):
                put(ONCE, table, number)

    def test_batch_writer_sends_again_what_was_left_over(self):
        name = create_table()
        table = boto3.resource(
            "dynamodb",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"mode": "standard", "total_max_attempts": 12}),
        ).Table(name)
        with table.batch_writer() as batch:
            for number in range(ITEMS):
                batch.put_item(Item={"id": "i%d" % number})
        time.sleep(1)
        self.assertEqual(ITEMS, table.scan(Select="COUNT")["Count"])


if __name__ == "__main__":
    unittest.main()
