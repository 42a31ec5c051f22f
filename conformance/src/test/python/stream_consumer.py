"""Reads a stream to its end with boto3, across restarts of the server: parents before their children.

Run by the conformance tests, while others write. Each item's number counts up one by one; the consumer
stops when it has seen what the file STATOR_EXPECTED says (it appears when the writers have finished), and
fails if a change is missing, comes twice or comes in the wrong order.
"""

import json
import os
import sys
import time

import boto3
import botocore.exceptions

ENDPOINT = os.environ["STATOR_ENDPOINT"]
STREAM_ARN = os.environ["STATOR_STREAM_ARN"]
EXPECTED = os.environ["STATOR_EXPECTED"]
DEADLINE_SECONDS = 120


class Consumer:
    def __init__(self):
        self.streams = boto3.client(
            "dynamodbstreams",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        self.known = set()
        self.finished = set()
        self.iterators = {}
        self.events = set()
        self.numbers = {}

    def discover(self):
        """Begins with the shards whose parents have been read to the end."""
        start = {}
        while True:
            page = self.streams.describe_stream(StreamArn=STREAM_ARN, Limit=5, **start)
            page = page["StreamDescription"]
            for shard in page["Shards"]:
                parent = shard.get("ParentShardId")
                if shard["ShardId"] not in self.known and (parent is None or parent in self.finished):
                    self.begin(shard["ShardId"])
            if "LastEvaluatedShardId" not in page:
                return
            start = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}

    def begin(self, shard):
        iterator = self.streams.get_shard_iterator(
            StreamArn=STREAM_ARN, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )
        self.iterators[shard] = iterator["ShardIterator"]
        self.known.add(shard)

    def read(self, shard):
        page = self.streams.get_records(ShardIterator=self.iterators[shard])
        for record in page["Records"]:
            self.saw(record)
        if "NextShardIterator" in page:
            self.iterators[shard] = page["NextShardIterator"]
        else:
            del self.iterators[shard]
            self.finished.add(shard)

    def saw(self, record):
        if record["eventID"] in self.events:
            raise AssertionError("twice: %s" % record)
        self.events.add(record["eventID"])
        change = record["dynamodb"]
        item = change["Keys"]["id"]["S"]
        last = self.numbers.get(item, 0)
        before = int(change.get("OldImage", {}).get("n", {"N": "0"})["N"])
        after = int(change["NewImage"]["n"]["N"])
        if (before, after) != (last, last + 1):
            raise AssertionError("after %d: %s" % (last, record))
        self.numbers[item] = after

    def step(self):
        try:
            self.discover()
            for shard in list(self.iterators):
                self.read(shard)
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as away:
            if isinstance(away, botocore.exceptions.ClientError):
                status = away.response["ResponseMetadata"]["HTTPStatusCode"]
                if status < 500:
                    raise
            time.sleep(0.05)


def expected():
    if not os.path.exists(EXPECTED):
        return None
    with open(EXPECTED) as file:
        return json.load(file)


def main():
    consumer = Consumer()
    deadline = time.time() + DEADLINE_SECONDS
    while consumer.numbers != expected():
        if time.time() > deadline:
            sys.exit("expected %s, saw %s" % (expected(), consumer.numbers))
        consumer.step()
    print("boto3 saw %d records of %d shards" % (len(consumer.events), len(consumer.known)))


if __name__ == "__main__":
    main()
