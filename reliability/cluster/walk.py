#!/usr/bin/python3
"""Walks through a Stator on a cluster with the real AWS CLI, and takes away what may fail.

    reliability/cluster/cassandra up
    reliability/cluster/walk.py [--seconds 20] [--long] [--distribution server/target/stator]

Tables, indexes, transactions, streams and time to live; a second server that stands by; a restart; kill -9 of the server
and of a node while clients write. With --long also: a node that hangs, two nodes that are gone for a while, and a server
that hangs in the middle of writes while another takes over, and stands by when it wakes. Afterwards every acknowledged write is there, each transfer
of a transaction whole, the counters are exact, and `stator check` finds nothing, also while clients write.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
from server import free_port  # noqa: E402

PORT = os.environ.get("CASSANDRA_PORT", "9042")
STORE = "cassandra://" + ",".join("127.0.0.%d:%s" % (node, PORT) for node in (1, 2, 3))
ENVIRONMENT = dict(
    os.environ,
    AWS_ACCESS_KEY_ID="cluster",
    AWS_SECRET_ACCESS_KEY="cluster",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_PAGER="",
)
ACCOUNTS = 8
START_SECONDS_MAX = 120


class Stator:
    def __init__(self, distribution, keyspace):
        self.distribution, self.keyspace = distribution, keyspace
        self.store = STORE + "/" + keyspace
        self.directory = tempfile.mkdtemp(prefix="stator-cluster-")
        self.port = free_port()
        self.process = None

    def command(self, port):
        return [
            os.path.join(self.distribution, "bin", "stator"), "--store", self.store,
            "--data", os.path.join(self.directory, "data"), "--port", str(port),
        ]

    def start(self):
        began = time.time()
        self.process = subprocess.Popen(
            self.command(self.port), stdout=subprocess.PIPE, stderr=sys.stderr, text=True,
            env=dict(ENVIRONMENT, STATOR_JAVA_OPTIONS="-Xmx400m"),
        )
        while True:
            line = self.process.stdout.readline()
            if "is ready" in line:
                break
            if not line:
                raise AssertionError("the server did not start")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        print("  ready after %.1f s" % (time.time() - began))

    def stop(self):
        self.process.terminate()
        assert self.process.wait(60) == 0, "the server did not stop as it should"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.directory)

    def signal(self, number):
        self.process.send_signal(number)

    def role(self):
        with urllib.request.urlopen("http://localhost:%d/_stator/cluster" % self.port, timeout=10) as answer:
            return json.load(answer)["role"]

    def await_role(self, role):
        until = time.time() + 30
        while self.role() != role:
            assert time.time() < until, "not the %s: %s" % (role, self.role())
            time.sleep(0.2)

    def has_a_second_that_stands_by(self):
        second = Stator(self.distribution, self.keyspace)
        try:
            second.start()
            assert (self.role(), second.role()) == ("holder", "standby"), (self.role(), second.role())
            arguments = ("--query", "{TableNames: TableNames}")
            assert second.dynamodb("list-tables", *arguments) == self.dynamodb("list-tables", *arguments)
            second.stop()
        finally:
            second.end()

    def aws(self, *words):
        done = subprocess.run(
            ["aws", "--endpoint-url", "http://localhost:%d" % self.port, "--output", "json", *words],
            capture_output=True, text=True, env=ENVIRONMENT, timeout=120,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def dynamodb(self, *words):
        return self.aws("dynamodb", *words)

    def client(self):
        return boto3.client(
            "dynamodb", endpoint_url="http://localhost:%d" % self.port, region_name="us-east-1",
            aws_access_key_id="cluster", aws_secret_access_key="cluster",
            config=Config(retries={"max_attempts": 1}, read_timeout=30, connect_timeout=5),
        )


def make_tables(stator):
    print("tables, items, indexes")
    stator.dynamodb(
        "create-table", "--table-name", "Music", "--billing-mode", "PAY_PER_REQUEST",
        "--attribute-definitions", "AttributeName=Artist,AttributeType=S", "AttributeName=Song,AttributeType=S",
        "AttributeName=Genre,AttributeType=S", "AttributeName=Year,AttributeType=N",
        "--key-schema", "AttributeName=Artist,KeyType=HASH", "AttributeName=Song,KeyType=RANGE",
        "--global-secondary-indexes",
        "IndexName=ByGenre,KeySchema=[{AttributeName=Genre,KeyType=HASH},{AttributeName=Year,KeyType=RANGE}],"
        "Projection={ProjectionType=ALL}",
        "--local-secondary-indexes",
        "IndexName=ByYear,KeySchema=[{AttributeName=Artist,KeyType=HASH},{AttributeName=Year,KeyType=RANGE}],"
        "Projection={ProjectionType=ALL}",
        "--stream-specification", "StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES",
    )
    for number in range(6):
        stator.dynamodb("put-item", "--table-name", "Music", "--item", json.dumps(song(number)))
    found = stator.dynamodb(
        "query", "--table-name", "Music", "--index-name", "ByGenre", "--key-condition-expression", "Genre = :g",
        "--expression-attribute-values", '{":g": {"S": "g0"}}', "--no-scan-index-forward",
    )
    assert [item["Year"]["N"] for item in found["Items"]] == ["2004", "2002", "2000"], found
    found = stator.dynamodb(
        "query", "--table-name", "Music", "--index-name", "ByYear", "--consistent-read",
        "--key-condition-expression", "Artist = :a AND #y > :y", "--expression-attribute-names", '{"#y": "Year"}',
        "--expression-attribute-values", '{":a": {"S": "a1"}, ":y": {"N": "2001"}}',
    )
    assert [item["Year"]["N"] for item in found["Items"]] == ["2003", "2005"], found
    try:
        stator.dynamodb(
            "put-item", "--table-name", "Music", "--item", json.dumps(song(1)),
            "--condition-expression", "attribute_not_exists(Artist)",
        )
        raise AssertionError("a condition that does not hold was taken")
    except RuntimeError as refused:
        assert "ConditionalCheckFailedException" in str(refused), refused


def song(number):
    return {
        "Artist": {"S": "a%d" % (number % 2)}, "Song": {"S": "s%d" % number}, "Genre": {"S": "g%d" % (number % 2)},
        "Year": {"N": str(2000 + number)},
    }


def transact(stator):
    print("transactions")
    update = {"Update": {
        "TableName": "Music", "Key": {"Artist": {"S": "a0"}, "Song": {"S": "s0"}},
        "UpdateExpression": "SET Plays = :one", "ExpressionAttributeValues": {":one": {"N": "1"}},
    }}
    put = {"Put": {"TableName": "Music", "Item": song(6)}}
    check = {"ConditionCheck": {
        "TableName": "Music", "Key": {"Artist": {"S": "none"}, "Song": {"S": "none"}},
        "ConditionExpression": "attribute_exists(Artist)",
    }}
    try:
        stator.dynamodb("transact-write-items", "--transact-items", json.dumps([update, put, check]))
        raise AssertionError("a transaction with a check that fails was taken")
    except RuntimeError as refused:
        assert "[None, None, ConditionalCheckFailed]" in str(refused), refused
    for _ in range(2):
        stator.dynamodb(
            "transact-write-items", "--transact-items", json.dumps([update, put]), "--client-request-token", "walk"
        )
    found = stator.dynamodb("transact-get-items", "--transact-items", json.dumps([
        {"Get": {"TableName": "Music", "Key": {"Artist": {"S": "a0"}, "Song": {"S": "s%d" % number}}}} for number in (0, 6)
    ]))
    assert found["Responses"][0]["Item"]["Plays"]["N"] == "1" and "Item" in found["Responses"][1], found


def expire(stator):
    print("time to live")
    stator.dynamodb(
        "update-time-to-live", "--table-name", "Music", "--time-to-live-specification",
        "Enabled=true,AttributeName=Until",
    )
    item = dict(song(7), Until={"N": str(int(time.time()) - 60)})
    stator.dynamodb("put-item", "--table-name", "Music", "--item", json.dumps(item))
    until = time.time() + 60
    while count(stator.client(), "Music") != 7:
        assert time.time() < until, "an item is not deleted a minute after its time"
        time.sleep(0.5)


def records(stator):
    arn = stator.dynamodb("describe-table", "--table-name", "Music")["Table"]["LatestStreamArn"]
    shards = stator.aws("dynamodbstreams", "describe-stream", "--stream-arn", arn)["StreamDescription"]["Shards"]
    found = []
    for shard in shards:
        iterator = stator.aws(
            "dynamodbstreams", "get-shard-iterator", "--stream-arn", arn, "--shard-id", shard["ShardId"],
            "--shard-iterator-type", "TRIM_HORIZON",
        )["ShardIterator"]
        found += stator.aws("dynamodbstreams", "get-records", "--shard-iterator", iterator)["Records"]
    return [
        (record["eventName"], record["dynamodb"]["Keys"]["Song"]["S"], "userIdentity" in record) for record in found
    ]


EXPECTED_RECORDS = (
    [("INSERT", "s%d" % number, False) for number in range(6)]
    + [("MODIFY", "s0", False), ("INSERT", "s6", False), ("INSERT", "s7", False), ("REMOVE", "s7", True)]
)


def count(client, table):
    return sum(
        page["Count"] for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    )


class Load(threading.Thread):
    """Puts items that nobody else puts, and moves amounts between accounts by transactions."""

    def __init__(self, stator, number):
        super().__init__(daemon=True)
        self.stator, self.number = stator, number
        self.acknowledged, self.failed, self.deleted = set(), 0, set()
        self.longest_gap, self.running = 0.0, True

    def run(self):
        stator, last, turn = None, time.time(), 0
        while self.running:
            turn += 1
            if stator is not self.stator:
                stator = self.stator
                client = stator.client()
            try:
                self.step(client, turn)
                self.longest_gap = max(self.longest_gap, time.time() - last)
                last = time.time()
            except (BotoCoreError, ClientError):
                self.failed += 1
                time.sleep(0.1)

    def step(self, client, turn):
        if turn % 3 == 0:
            transfer(client, (self.number + turn) % ACCOUNTS, (self.number * 3 + turn * 5 + 1) % ACCOUNTS)
            return
        key = "%d-%d" % (self.number, turn)
        client.put_item(TableName="Load", Item={"Id": {"S": key}, "Value": {"S": "x" * (turn % 50)}})
        self.acknowledged.add(key)
        if turn % 7 == 0:
            # Whether it is there is not known once a delete was sent.
            self.acknowledged.discard(key)
            client.delete_item(TableName="Load", Key={"Id": {"S": key}})
            self.deleted.add(key)


def transfer(client, origin, target):
    if origin == target:
        return
    client.transact_write_items(TransactItems=[
        {"Update": {
            "TableName": "Accounts", "Key": {"Id": {"N": str(account)}}, "UpdateExpression": "ADD Balance :n",
            "ExpressionAttributeValues": {":n": {"N": str(amount)}},
        }} for account, amount in ((origin, -1), (target, 1))
    ])


def make_load(stator):
    client = stator.client()
    for table, kind in (("Load", "S"), ("Accounts", "N")):
        client.create_table(
            TableName=table, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": kind}],
            KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        )
    for account in range(ACCOUNTS):
        client.put_item(TableName="Accounts", Item={"Id": {"N": str(account)}, "Balance": {"N": "100"}})
    return [Load(stator, number) for number in range(4)]


def check(stator, loads):
    client = stator.client()
    found = set()
    for page in client.get_paginator("scan").paginate(TableName="Load", ConsistentRead=True):
        found.update(item["Id"]["S"] for item in page["Items"])
    for load in loads:
        assert not load.acknowledged - found, "lost: %s" % sorted(load.acknowledged - found)[:5]
        assert not load.deleted & found, "deleted and there: %s" % sorted(load.deleted & found)[:5]
    balances = client.scan(TableName="Accounts", ConsistentRead=True)["Items"]
    total = sum(int(item["Balance"]["N"]) for item in balances)
    assert total == 100 * ACCOUNTS, "transfers were torn: %d" % total
    for table, size in (("Load", len(found)), ("Accounts", ACCOUNTS), ("Music", count(client, "Music"))):
        described = client.describe_table(TableName=table)["Table"]
        assert described["ItemCount"] == size, (table, described["ItemCount"], size)
        if table == "Load":
            print("  %d items, %d bytes" % (size, described["TableSizeBytes"]))
    print(
        "  %d writes acknowledged, %d failed, longest time without one %.1f s" % (
            sum(len(load.acknowledged) + len(load.deleted) for load in loads),
            sum(load.failed for load in loads), max(load.longest_gap for load in loads),
        )
    )


def check_itself(stator):
    """All tables agree with their indexes, streams and counters, by the command for that."""
    done = subprocess.run(
        [os.path.join(stator.distribution, "bin", "stator"), "check", "--quiet",
         "--endpoint-url", "http://localhost:%d" % stator.port],
        capture_output=True, text=True, env=ENVIRONMENT, timeout=600,
    )
    print("  stator check: " + (done.stdout + done.stderr).rstrip().replace("\n", "\n    "))
    assert done.returncode == 0, "what the server holds does not fit together"


def cassandra(*words):
    subprocess.run([os.path.join(HERE, "cassandra"), *words], check=True)


def take_more_away(stator, loads, seconds):
    print("a node hangs")
    cassandra("pause", "3")
    time.sleep(seconds / 2)
    cassandra("resume", "3")
    time.sleep(seconds / 4)
    print("two nodes are gone")
    cassandra("kill", "1")
    cassandra("kill", "3")
    time.sleep(seconds / 4)
    cassandra("start", "1")
    cassandra("start", "3")
    await_writes(loads, 60)
    print("the server hangs, and another takes over")
    stator.signal(signal.SIGSTOP)
    other = Stator(stator.distribution, stator.keyspace)
    try:
        other.start()
        assert other.role() == "holder", other.role()
        stator.signal(signal.SIGCONT)
        stator.await_role("standby")
        # It brings what it is asked to the other one.
        await_writes(loads, 60)
        for load in loads:
            load.stator = other
        await_writes(loads, 60)
    except BaseException:
        other.end()
        raise
    stator.kill()
    return other


def acknowledged(loads):
    return sum(len(load.acknowledged) + len(load.deleted) for load in loads)


def await_writes(loads, seconds):
    until = time.time() + seconds
    for load in loads:
        before = len(load.acknowledged) + len(load.deleted)
        while len(load.acknowledged) + len(load.deleted) == before:
            assert time.time() < until, "no write is acknowledged %d s after the fault" % seconds
            time.sleep(0.2)


def walk(stator, seconds, is_long):
    stator.start()
    print("a second server")
    make_tables(stator)
    stator.has_a_second_that_stands_by()
    transact(stator)
    expire(stator)
    print("streams")
    assert records(stator) == EXPECTED_RECORDS, records(stator)
    print("restart")
    stator.stop()
    stator.start()
    assert count(stator.client(), "Music") == 7
    assert records(stator) == EXPECTED_RECORDS, records(stator)
    loads = make_load(stator)
    for load in loads:
        load.start()
    time.sleep(seconds / 4)
    print("kill -9 of the server")
    stator.kill()
    stator.start()
    time.sleep(seconds / 4)
    print("kill -9 of a node")
    cassandra("kill", "2")
    time.sleep(seconds / 4)
    cassandra("start", "2")
    time.sleep(seconds / 4)
    first = stator
    if is_long:
        stator = take_more_away(stator, loads, seconds)
    try:
        finish(stator, loads)
    finally:
        if stator is not first:
            stator.end()


def finish(stator, loads):
    print("stator check while clients write")
    check_itself(stator)
    for load in loads:
        load.running = False
    for load in loads:
        load.join()
    check(stator, loads)
    print("kill -9 of the server again, and nobody writes")
    stator.kill()
    stator.start()
    check(stator, loads)
    check_itself(stator)
    stator.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="how long clients write")
    parser.add_argument("--long", action="store_true", help="take more away")
    parser.add_argument("--distribution", default=os.path.join(ROOT, "server", "target", "stator"))
    options = parser.parse_args()
    stator = Stator(options.distribution, "walk_%d" % int(time.time()))
    try:
        walk(stator, options.seconds, options.long)
        print("All of it holds.")
    finally:
        stator.end()


if __name__ == "__main__":
    main()
