"""Clients that try to end, freeze or starve a server, each beside one that only wants its item.

For every heap size, engine and attack a server is started, filled, and attacked, while a process of
its own asks for one small item again and again. The attack has failed if the process lives, the last
GetItem after it answers, and no probe waited too long. Refusals of the probe that may be tried again
are counted, and must not last.

    reliability/run hostile [--heap 256m,512m,1g] [--engine memory,disk] [--attack NAME,...] [--long]
"""

import argparse
import base64
import gzip
import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=hostile/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-date;x-amz-target, Signature=00"
)
LONG_BYTES = 398_000


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def request_bytes(operation, body, headers=""):
    return (
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.%s\r\n"
        "Content-Type: application/x-amz-json-1.0\r\nAuthorization: %s\r\n"
        "X-Amz-Date: 20260101T000000Z\r\n%sContent-Length: %d\r\n\r\n"
        % (operation, AUTHORIZATION, headers, len(body))
    ).encode() + body


class Client:
    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(120)
        self.socket.connect(("127.0.0.1", port))
        self.pending = b""

    def send(self, operation, body, headers=""):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.socket.sendall(request_bytes(operation, body, headers))

    def answer(self):
        while b"\r\n\r\n" not in self.pending:
            self.more()
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        chunks, got = [self.pending], len(self.pending)
        while got < length:
            chunk = self.socket.recv(1 << 20)
            if not chunk:
                raise ConnectionError("closed")
            chunks.append(chunk)
            got += len(chunk)
        everything = b"".join(chunks)
        self.pending = everything[length:]
        return int(head.split()[1]), everything[:length]

    def more(self):
        chunk = self.socket.recv(1 << 16)
        if not chunk:
            raise ConnectionError("closed")
        self.pending += chunk

    def call(self, operation, body, headers=""):
        self.send(operation, body, headers)
        return self.answer()

    def close(self):
        self.socket.close()


def probe(port, stop, results):
    """One client of good will: the same small GetItem, ten milliseconds apart."""
    waits, refused, failed, longest_outage = [], 0, 0, 0.0
    client, good_since = None, time.time()
    while not stop.is_set():
        start = time.time()
        try:
            client = client or Client(port)
            status, body = client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})
            if status == 200 and b"Item" in body:
                waits.append(time.time() - start)
                good_since = time.time()
            elif status == 400 and b"Throttling" in body:
                refused += 1
            else:
                failed += 1
        except OSError:
            failed += 1
            client = None
        longest_outage = max(longest_outage, time.time() - good_since)
        time.sleep(0.01)
    waits.sort()
    results.put((waits, refused, failed, longest_outage))


class Server:
    def __init__(self, heap, engine):
        self.port = free_port()
        self.data = tempfile.mkdtemp(prefix="hostile-")
        self.log = open(os.path.join(self.data, "log"), "wb")
        where = ["--in-memory"] if engine == "memory" else ["--data", self.data + "/data"]
        environment = dict(os.environ, STATOR_JAVA_OPTIONS="-Xmx" + heap)
        self.process = subprocess.Popen(
            [ROOT + "/stator", "--port", str(self.port)] + where,
            env=environment,
            stdout=self.log,
            stderr=self.log,
        )
        deadline = time.time() + 60
        while True:
            try:
                Client(self.port).close()
                break
            except OSError:
                if time.time() > deadline or self.process.poll() is not None:
                    raise SystemExit("The server did not start: " + self.data)
                time.sleep(0.05)
        client = Client(self.port)
        self.require(client.call("CreateTable", {
            "TableName": "Things",
            "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }))
        self.put(client, "probe", "small")
        client.close()

    def put(self, client, key, text):
        item = {"p": {"S": key}, "v": {"S": text}}
        self.require(client.call("PutItem", {"TableName": "Things", "Item": item}))

    @staticmethod
    def require(answer):
        if answer[0] != 200:
            raise SystemExit("refused: %s" % (answer[1][:300],))

    def fill(self, count, text):
        client = Client(self.port)
        for i in range(count):
            self.put(client, "k%d" % i, text)
        client.close()

    def resident_megabytes(self):
        with open("/proc/%d/status" % self.process.pid) as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) // 1024
        return 0

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)


def together(count, work):
    """Runs work(i) in as many threads; what they get is counted by status."""
    statuses, lock = {}, threading.Lock()

    def one(i):
        try:
            status = work(i)
        except OSError as problem:
            status = type(problem).__name__
        with lock:
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def calls(server, count, operation, body, headers="", rounds=1):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()

    def one(i):
        client = Client(server.port)
        try:
            for _ in range(rounds):
                status, answer = client.call(operation, body, headers)
            return "%d %s" % (status, kind(answer)) if status != 200 else 200
        finally:
            client.close()

    return together(count, one)


def kind(answer):
    return answer[:90].split(b"#")[-1].split(b'"')[0].decode(errors="replace")


def silent(server, count, operation, body, seconds, pipelined=1):
    """Connections that ask and never read."""
    clients = []
    for _ in range(count):
        try:
            client = Client(server.port, receive_buffer=4096)
            for _ in range(pipelined):
                client.send(operation, body)
            clients.append(client)
        except OSError:
            pass
    time.sleep(seconds)
    for client in clients:
        client.close()
    return {"opened": len(clients)}


def keys(count):
    return {"RequestItems": {"Things": {"Keys": [{"p": {"S": "k%d" % i}} for i in range(count)]}}}


ATTACKS = {}


def attack(function):
    ATTACKS[function.__name__] = function
    return function


@attack
def escaped_batch(server, scale):
    """909 bytes that ask for a hundred megabytes of JSON."""
    server.fill(42, "\u0001" * LONG_BYTES)
    return calls(server, 40 * scale, "BatchGetItem", keys(42))


@attack
def many_attributes(server, scale):
    """A GetItem of four million AttributesToGet."""
    names = ",".join('"%s"' % base36(i) for i in range(2_000_000))
    body = ('{"TableName":"Things","Key":{"p":{"S":"probe"}},"AttributesToGet":[%s]}' % names).encode()
    return calls(server, 4 * scale, "GetItem", body)


def base36(number):
    digits = ""
    while True:
        digits += "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]
        number //= 36
        if number == 0:
            return digits


@attack
def gzip_bomb(server, scale):
    """16 KB that unpack to 16 MB."""
    item = '{"TableName":"Things","Item":{"p":{"S":"bomb"},"v":{"S":"%s"}}}' % ("a" * 15_500_000)
    return calls(server, 40 * scale, "PutItem", gzip.compress(item.encode()), "Content-Encoding: gzip\r\n")


@attack
def silent_batches(server, scale):
    """Connections that ask for 16 MB and never read."""
    server.fill(42, "a" * LONG_BYTES)
    return silent(server, 300 * scale, "BatchGetItem", keys(42), 8)


@attack
def silent_twenty(server, scale):
    """20 connections that do not read their 16 MB, and another one's BatchGetItem."""
    server.fill(42, "a" * LONG_BYTES)
    clients = []
    for _ in range(20):
        client = Client(server.port, receive_buffer=4096)
        client.send("BatchGetItem", keys(42))
        clients.append(client)
    time.sleep(2)
    answers = calls(server, 1, "BatchGetItem", keys(3))
    for client in clients:
        client.close()
    return answers


@attack
def silent_scans(server, scale):
    """Connections that ask for 1.2 MB and never read."""
    server.fill(4, "a" * LONG_BYTES)
    return silent(server, 1000 * scale, "Scan", {"TableName": "Things"}, 8)


@attack
def silent_small(server, scale):
    """Connections that ask for small things again and again and never read."""
    server.fill(1, "a" * 20_000)
    return silent(server, 1500 * scale, "GetItem", {"TableName": "Things", "Key": {"p": {"S": "k0"}}}, 8, 10)


@attack
def transactions(server, scale):
    """TransactGetItems of large items."""
    server.fill(60, "a" * LONG_BYTES)
    gets = [{"Get": {"TableName": "Things", "Key": {"p": {"S": "k%d" % i}}}} for i in range(60)]
    few = {"TransactItems": gets[:9]}
    first = calls(server, 60 * scale, "TransactGetItems", {"TransactItems": gets})
    first.update(("few " + str(k), v) for k, v in calls(server, 60 * scale, "TransactGetItems", few).items())
    return first


@attack
def large_updates(server, scale):
    """Small updates of large items that show the whole item."""
    server.fill(10, "\u0001" * 390_000)

    def one(i):
        client = Client(server.port)
        status, answer = client.call("UpdateItem", {
            "TableName": "Things", "Key": {"p": {"S": "k%d" % (i % 10)}}, "ReturnValues": "ALL_NEW",
            "UpdateExpression": "ADD n :o", "ExpressionAttributeValues": {":o": {"N": "1"}}})
        client.close()
        return "%d %s" % (status, kind(answer)) if status != 200 else 200

    return together(200 * scale, one)


@attack
def large_puts(server, scale):
    """16 MB in a BatchWriteItem, many at once."""
    puts = [{"PutRequest": {"Item": {"p": {"S": "b%d" % i}, "v": {"S": "a" * LONG_BYTES}}}} for i in range(25)]
    body = json.dumps({"RequestItems": {"Things": puts}}).encode()
    return calls(server, 20 * scale, "BatchWriteItem", body)


@attack
def small_objects(server, scale):
    """Bodies of millions of small things."""
    lists = b'{"RequestItems":{"Things":[' + b"{}," * 2_000_000 + b"{}]}}"
    names = b'{"TableName":"Things","Key":{"p":{"S":"probe"}},"ExpressionAttributeNames":{' + b",".join(
        b'"#%d":"a"' % i for i in range(700_000)) + b'},"ProjectionExpression":"a"}'
    numbers = b'{"TableName":"Things","Item":{"p":{"S":"s"},"n":{"NS":[' + b",".join(
        b'"%d"' % i for i in range(1_500_000)) + b"]}}}"
    result = {}
    for operation, body in (("BatchWriteItem", lists), ("GetItem", names), ("PutItem", numbers)):
        for status, count in calls(server, 4 * scale, operation, body).items():
            result["%s %s" % (operation, status)] = count
    return result


@attack
def slow_conditions(server, scale):
    """contains, 150 times, of what is nearly there everywhere."""
    server.fill(1, "a" * 380_000)
    body = {
        "TableName": "Things", "Key": {"p": {"S": "k0"}},
        "ConditionExpression": " OR ".join(["contains(v,:b)"] * 150),
        "ExpressionAttributeValues": {":b": {"S": "a" * 30_000 + "b"}}}
    return calls(server, 8 * scale, "DeleteItem", body, rounds=3)


@attack
def slow_filters(server, scale):
    """Scans whose filter looks for long texts in long texts."""
    server.fill(4, "a" * 380_000)
    body = {
        "TableName": "Things", "FilterExpression": " OR ".join(["contains(v,:b)"] * 150),
        "ExpressionAttributeValues": {":b": {"S": "a" * 30_000 + "b"}}}
    return calls(server, 8 * scale, "Scan", body, rounds=3)


@attack
def slow_lists(server, scale):
    """IN with ninety large lists."""
    client = Client(server.port)
    values = [{"BOOL": True}] * 20_000
    Server.require(client.call("PutItem", {"TableName": "Things", "Item": {"p": {"S": "k0"}, "l": {"L": values}}}))
    values = values[:-1] + [{"BOOL": False}]
    body = {
        "TableName": "Things", "Key": {"p": {"S": "k0"}},
        "ConditionExpression": "l IN (%s)" % ",".join([":n"] * 90),
        "ExpressionAttributeValues": {":n": {"L": values}}}
    return calls(server, 8 * scale, "DeleteItem", body, rounds=3)


@attack
def full_memory(server, scale):
    """Data without end. Only the engine in memory is filled by that."""
    client = Client(server.port)
    refusal = ""
    for i in range(4000 * scale):
        status, body = client.call("PutItem", {
            "TableName": "Things", "Item": {"p": {"S": "f%d" % i}, "v": {"S": "a" * LONG_BYTES}}})
        if status != 200:
            refusal = "%d %s" % (status, kind(body))
            break
    deleted = client.call("DeleteItem", {"TableName": "Things", "Key": {"p": {"S": "f0"}}})[0]
    return {"items": i, "refusal": refusal, "delete": deleted}


def run(heap, engine, name, scale, wait_max):
    server = Server(heap, engine)
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    prober = multiprocessing.Process(target=probe, args=(server.port, stop, results))
    try:
        start = time.time()
        prober.start()
        time.sleep(0.5)
        try:
            outcome = ATTACKS[name](server, scale)
        except OSError as problem:
            outcome = {"attack failed": repr(problem)}
        time.sleep(1)
        resident = server.resident_megabytes() if server.process.poll() is None else 0
        stop.set()
        waits, refused, failed, outage = results.get(timeout=150)
        prober.join(10)
        problems = []
        if server.process.poll() is not None:
            problems.append("THE PROCESS ENDED with %s" % server.process.returncode)
        else:
            client = Client(server.port)
            if client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})[0] != 200:
                problems.append("the last GetItem failed")
        if failed:
            problems.append("%d probes failed" % failed)
        if outage > 10:
            problems.append("no probe answered for %.1f s" % outage)
        slowest = waits[-1] * 1000 if waits else float("inf")
        p99 = waits[int(len(waits) * 0.99)] * 1000 if waits else float("inf")
        if wait_max and slowest > wait_max:
            problems.append("a probe waited %.0f ms" % slowest)
        print("%-6s %-7s %-16s %5.1f s  probes %5d, p99 %6.1f ms, max %6.1f ms, refused %4d, %4d MB  %s  %s" % (
            heap, engine, name, time.time() - start, len(waits), p99, slowest, refused, resident,
            outcome, "; ".join(problems) or "held"), flush=True)
        if problems:
            with open(os.path.join(server.data, "log"), errors="replace") as log:
                print(log.read()[-1500:], flush=True)
        return not problems
    finally:
        stop.set()
        if prober.is_alive():
            prober.terminate()
        server.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--engine", default="memory,disk")
    parser.add_argument("--attack", default=",".join(ATTACKS))
    parser.add_argument("--wait-max", type=float, default=0, help="milliseconds; 0 only reports")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    held = True
    for heap in options.heap.split(","):
        for engine in options.engine.split(","):
            for name in options.attack.split(","):
                held &= run(heap, engine, name, 3 if options.long else 1, options.wait_max)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
