"""What makes a server hold much for little, or for long."""

import gzip
import json
import time

from attack import attack
from server import LONG_BYTES, Client, calls, keys, kind, silent, together

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
