"""Functions that a stream triggers while its shards split and the server is restarted and killed.

Clients write items whose numbers count up one by one, each key in one thread. Some functions follow
the stream, each in a way of its own: they fail at random, half way through a batch or by ending their
process; one meets changes that it can never deal with; one counts in windows; one reports the items
it did not manage. The server is stopped, killed with -9 and started again meanwhile. In the end:

  order     of each key no function has seen a number before the one that precedes it
  whole     every function has seen every change, the one that gives some up has told of each of them
  windows   the counts of all windows together are the number of changes, none lost, none twice
  bisected  what was given up are single changes, and just those that cannot be dealt with

    reliability/run triggers [--writes N] [--functions N] [--kills N] [--restarts N] [--keys N] [--seed N]
"""

import argparse
import base64
import glob
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

from server import ROOT, Client, free_port

TABLE = "Counted"
POISON_EVERY = 97
PARTS = """
import json, os, random, socket
LINK = None
def tell(lines):
    global LINK
    for attempt in range(2):
        try:
            if LINK is None: LINK = socket.create_connection(("127.0.0.1", %(port)d), 10)
            LINK.sendall((json.dumps(["%(name)s", lines]) + "\\n").encode())
            if LINK.recv(1) == b".": return
        except OSError: pass
        LINK = None
    raise RuntimeError("nobody listens")
def seen(record):
    change = record["dynamodb"]
    return [change["Keys"]["p"]["S"], int(change["NewImage"]["n"]["N"])]
def is_poison(record): return "x" in record["dynamodb"]["NewImage"]
"""
# What a function does with a batch, and how its mapping is set.
KINDS = {
    "unlucky": (
        """
def handler(event, context):
    records = event["Records"]
    luck = random.random()
    if luck < 0.05: raise RuntimeError("at once")
    if luck < 0.10:
        tell([seen(r) for r in records[: random.randint(0, len(records))]])
        if luck < 0.06: os._exit(3)
        raise RuntimeError("half way")
    tell([seen(r) for r in records])
""",
        [{"BatchSize": 100}, {"BatchSize": 25, "ParallelizationFactor": 4}, {"BatchSize": 500, "MaximumBatchingWindowInSeconds": 1},
         {"BatchSize": 50, "BisectBatchOnFunctionError": True}, {"ParallelizationFactor": 10}],
    ),
    "poisoned": (
        """
def handler(event, context):
    for r in event["Records"]:
        if is_poison(r): raise ValueError("poison")
    tell([seen(r) for r in event["Records"]])
""",
        [{"BatchSize": 64, "BisectBatchOnFunctionError": True, "MaximumRetryAttempts": 1,
          "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:given-up"}}}],
    ),
    "counting": (
        """
def handler(event, context):
    state = event.get("state") or {"count": 0, "first": ""}
    records = event["Records"]
    if random.random() < 0.03: raise RuntimeError("bad luck")
    if records and not state["first"]: state["first"] = records[0]["dynamodb"]["SequenceNumber"]
    state["count"] += len(records)
    if event["isFinalInvokeForWindow"]:
        tell([[event["shardId"], event["window"]["start"], state["first"], state["count"]]])
    return {"state": state}
""",
        [{"TumblingWindowInSeconds": 2, "BatchSize": 100}],
    ),
    "reporting": (
        """
def handler(event, context):
    done = 0
    records = event["Records"]
    if random.random() < 0.1: done = random.randint(0, len(records) - 1)
    else: done = len(records)
    tell([seen(r) for r in records[:done]])
    left = records[done:done + 1]
    return {"batchItemFailures": [{"itemIdentifier": r["dynamodb"]["SequenceNumber"]} for r in left]}
""",
        [{"FunctionResponseTypes": ["ReportBatchItemFailures"], "BatchSize": 80}],
    ),
}
ORDER = ["unlucky", "poisoned", "counting", "reporting"]


class Seen:
    """What functions have told of, checked as it comes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.newest = {}
        self.windows = {}
        self.given_up = set()
        self.count = self.again = 0
        self.problems = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection, connection.makefile("rb") as lines:
                for line in lines:
                    if not line.endswith(b"\n"):
                        return
                    self.take(*json.loads(line))
                    connection.sendall(b".")
        except OSError:
            pass

    def take(self, name, lines):
        with self.lock:
            if name.startswith("counting"):
                for shard, start, first, count in lines:
                    self.windows.setdefault((name, shard, start, first), set()).add(count)
                return
            newest = self.newest.setdefault(name, {})
            for key, number in lines:
                last = newest.get(key, 0)
                step = number
                while name.startswith("poisoned") and step > last + 1 and is_poison(step - 1):
                    step -= 1
                if step > last + 1:
                    self.problems.append("%s saw %s of %s after %d" % (name, number, key, last))
                self.count += 1
                self.again += number <= last
                newest[key] = max(last, number)


def is_poison(number):
    return number % POISON_EVERY == 0


class Run:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="triggers-")
        self.port = free_port()
        self.seen = Seen()
        self.written = {}
        self.process = None
        self.is_over = False
        self.unsure = 0
        self.start()

    # The server.

    def start(self):
        command = [ROOT + "/stator", "--port", str(self.port), "--data", self.folder + "/data"]
        command += ["--stream-shard-lifetime", "5", "--stream-shard-records", str(self.options.shard_records)]
        with open(self.folder + "/log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self.await_true(self.answers, 120, "the server to answer")

    def answers(self):
        try:
            return self.call("ListTables", {})[0] == 200
        except OSError:
            return False

    def stop(self, number):
        self.process.send_signal(number)
        self.process.wait(120)

    def call(self, operation, body):
        client = Client(self.port)
        try:
            return client.call(operation, body)
        finally:
            client.close()

    def rest(self, method, path, body):
        connection = socket.create_connection(("127.0.0.1", self.port), 120)
        data = json.dumps(body).encode()
        head = (
            "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\nX-Amz-Date: 20260101T000000Z\r\n"
            "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=00\r\n\r\n" % (method, path, len(data))
        )
        with connection, connection.makefile("rb") as answer:
            connection.sendall(head.encode() + data)
            everything = answer.read()
        head, _, body = everything.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        if status >= 300:
            raise SystemExit("refused: %s" % body[:500])
        return json.loads(body or b"{}")

    # What is to be followed, and who follows.

    def create(self):
        definition = {
            "TableName": TABLE,
            "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        }
        status, body = self.call("CreateTable", definition)
        if status != 200:
            raise SystemExit("refused: %s" % body[:300])
        stream = json.loads(body)["TableDescription"]["LatestStreamArn"]
        names = []
        for i in range(self.options.functions):
            kind = ORDER[i] if i < len(ORDER) else "unlucky"
            name = "%s-%d" % (kind, i)
            code, settings = KINDS[kind]
            self.function(name, code)
            setting = settings[i % len(settings)]
            self.rest("POST", "/2015-03-31/event-source-mappings", {
                "EventSourceArn": stream, "FunctionName": name, "StartingPosition": "TRIM_HORIZON", **setting})
            names.append(name)
        return names

    def function(self, name, code):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("f.py", PARTS % {"port": self.seen.port, "name": name} + code)
        self.rest("POST", "/2015-03-31/functions", {
            "FunctionName": name, "Runtime": "python3.12", "Handler": "f.handler", "Timeout": 60,
            "Role": "arn:aws:iam::000000000000:role/any",
            "Code": {"ZipFile": base64.b64encode(archive.getvalue()).decode()}})

    # Who writes.

    def write(self, keys, counts):
        """Each number until it is answered with 200: a put that changes nothing makes no record."""
        client = None
        order = [key for key, count in zip(keys, counts) for _ in range(count)]
        random.Random(str((self.options.seed, keys[0]))).shuffle(order)
        for key in order:
            number = self.written.get(key, 0) + 1
            item = {"p": {"S": key}, "n": {"N": str(number)}}
            if is_poison(number):
                item["x"] = {"BOOL": True}
            while True:
                try:
                    client = client or Client(self.port)
                    status, _ = client.call("PutItem", {"TableName": TABLE, "Item": item})
                    if status == 200:
                        break
                except OSError:
                    client = None
                    self.unsure += 1
                    time.sleep(0.05)
            self.written[key] = number

    def total(self):
        return sum(self.written.values())

    def disturb(self):
        """Restarts and kills at even distances, and two kills while functions catch up."""
        steps = ["kill"] * self.options.kills + ["restart"] * self.options.restarts
        self.random.shuffle(steps)
        for i, step in enumerate(steps):
            goal = self.options.writes * (i + 1) / (len(steps) + 1)
            while self.total() < goal and not self.is_over:
                time.sleep(0.01)
            self.disturb_once(step)

    def disturb_once(self, step):
        self.stop(signal.SIGKILL if step == "kill" else signal.SIGTERM)
        self.start()

    # The end.

    def await_true(self, condition, seconds, what):
        end = time.time() + seconds
        while not condition():
            if time.time() > end:
                return False
            time.sleep(0.02)
        return True

    def progress(self):
        with self.seen.lock:
            return self.seen.count, len(self.seen.windows), len(self.failures())

    def failures(self):
        return glob.glob(self.folder + "/data/messages/sqs/given-up/*")

    def await_quiet(self, names):
        """Until everything has come, or nothing has come for a minute."""
        last, since = self.progress(), time.time()
        while not self.is_complete(names) and time.time() - since < 60:
            time.sleep(0.1)
            now = self.progress()
            if now != last:
                last, since = now, time.time()

    def is_complete(self, names):
        return not self.missing(names)

    def missing(self, names):
        problems = []
        with self.seen.lock:
            for name in names:
                if name.startswith("counting"):
                    counted = sum(max(counts) for key, counts in self.seen.windows.items() if key[0] == name)
                    if counted != self.total():
                        problems.append("%s counted %d of %d" % (name, counted, self.total()))
                    continue
                newest = self.seen.newest.get(name, {})
                for key, number in self.written.items():
                    last = number
                    while name.startswith("poisoned") and is_poison(last):
                        last -= 1
                    if newest.get(key, 0) != last:
                        problems.append("%s has seen %d of %s, and it has %d" % (name, newest.get(key, 0), key, number))
        return problems

    def check_given_up(self, names):
        poison = sum(number // POISON_EVERY for number in self.written.values())
        if not any(name.startswith("poisoned") for name in names):
            return []
        told, problems = set(), []
        for file in self.failures():
            with open(file) as text:
                record = json.load(text)
            batch = record["DDBStreamBatchInfo"]
            if batch["batchSize"] != 1 or record["requestContext"]["condition"] != "RetryAttemptsExhausted":
                problems.append("given up: %s" % record)
            told.add((batch["shardId"], batch["startSequenceNumber"]))
        if len(told) != poison:
            problems.append("%d changes were given up, %d cannot be dealt with" % (len(told), poison))
        return problems

    def check_windows(self):
        return ["a window has the counts %s" % sorted(c) for c in self.seen.windows.values() if len(c) > 1]

    def shards(self):
        arn = json.loads(self.call("DescribeTable", {"TableName": TABLE})[1])["Table"]["LatestStreamArn"]
        client = Client(self.port)
        body = json.dumps({"StreamArn": arn}).encode()
        head = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDBStreams_20120810.DescribeStream\r\n"
        head += "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20260101T000000Z\r\nContent-Length: %d\r\n" % len(body)
        head += "Authorization: AWS4-HMAC-SHA256 Credential=hostile/20260101/us-east-1/dynamodb/aws4_request, "
        head += "SignedHeaders=host;x-amz-date;x-amz-target, Signature=00\r\n\r\n"
        client.socket.sendall(head.encode() + body)
        answer = json.loads(client.answer()[1])
        client.close()
        return len(answer["StreamDescription"]["Shards"])

    def leftovers(self):
        """Processes of functions whose server is gone."""
        found = []
        for command in glob.glob("/proc/[0-9]*/environ"):
            try:
                with open(command, "rb") as environment:
                    if ("127.0.0.1:%d" % self.port).encode() in environment.read() and b"_HANDLER" in open(command, "rb").read():
                        found.append(command)
            except OSError:
                pass
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writes", type=int, default=100_000)
    parser.add_argument("--functions", type=int, default=10)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--restarts", type=int, default=4)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--shard-records", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print("seed %d" % options.seed, flush=True)
    begin = time.time()
    run = Run(options)
    names = run.create()
    keys = ["key%d" % i for i in range(options.keys)]
    counts = [options.writes // options.keys + (i < options.writes % options.keys) for i in range(options.keys)]
    writers = [
        threading.Thread(target=run.write, args=(keys[i :: options.writers], counts[i :: options.writers]))
        for i in range(options.writers)
    ]
    disturber = threading.Thread(target=run.disturb)
    for thread in writers + [disturber]:
        thread.start()
    for thread in writers:
        thread.join()
    run.is_over = True
    disturber.join()
    wrote = time.time()
    run.await_quiet(names)
    shards = run.shards()
    run.stop(signal.SIGKILL)
    time.sleep(1)
    problems = run.seen.problems + run.missing(names) + run.check_given_up(names) + run.check_windows()
    problems += ["a process outlived its server: %s" % left for left in run.leftovers()]
    print(
        "%d writes (%d without an answer) in %d s, %d kills, %d restarts, %d shards; %d functions saw %d changes, %d of them again,"
        " %d windows, %d given up; done after %d s"
        % (run.total(), run.unsure, wrote - begin, options.kills, options.restarts, shards, len(names), run.seen.count,
           run.seen.again, len(run.seen.windows), len(run.failures()), time.time() - begin)
    )
    for problem in problems[:20]:
        print(problem)
    if problems:
        print("%d problems; the server's log and data are in %s" % (len(problems), run.folder))
        sys.exit(1)
    shutil.rmtree(run.folder, ignore_errors=True)
    print("every change came, in order, to every function")


main()
