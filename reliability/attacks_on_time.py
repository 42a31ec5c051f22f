"""What keeps a server computing, or its locks held, for long."""

import gzip
import itertools
import json
import threading
import time

from attack import attack
from server import Client, Server, calls, request_bytes, together

@attack
def nothing(server, scale):
    """No attack: how long a probe waits on this machine anyway. One process computes beside, as in most attacks."""
    end = time.time() + 8
    while time.time() < end:
        json.dumps(list(range(1000)))
    return {}


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


def put_large(server, key, attributes):
    item = dict(attributes, p={"S": key})
    client = Client(server.port)
    Server.require(client.call("PutItem", {"TableName": "Things", "Item": item}))
    client.close()


def update(server, count, expression, values=None, names=None, key="k0", rounds=2):
    body = {"TableName": "Things", "Key": {"p": {"S": key}}, "UpdateExpression": expression}
    if values:
        body["ExpressionAttributeValues"] = values
    if names:
        body["ExpressionAttributeNames"] = names
    return calls(server, count, "UpdateItem", body, rounds=rounds)


@attack
def large_sets(server, scale):
    """ADD and DELETE of one number in a set of a hundred thousand, with a short expression."""
    put_large(server, "k0", {"n": {"NS": [str(i) for i in range(70_000)]}})
    result = update(server, 8 * scale, "ADD n :one", {":one": {"NS": ["1"]}}, rounds=5)
    for status, count in update(
        server, 8 * scale, "DELETE n :one", {":one": {"NS": ["-1"]}}, rounds=5
    ).items():
        result["DELETE %s" % status] = count
    return result


@attack
def equal_sets(server, scale):
    """Sets, maps and lists that are equal to the last byte, compared again and again."""
    numbers = [str(i) for i in range(60_000)]
    names = {"a%d" % i: {"N": "1"} for i in range(30_000)}
    put_large(server, "k0", {"n": {"NS": numbers}})
    put_large(server, "k1", {"m": {"M": names}})
    result = {}
    backwards = {name: names[name] for name in reversed(names)}
    for key, attribute, value in (("k0", "n", {"NS": numbers[::-1]}), ("k1", "m", {"M": backwards})):
        body = {
            "TableName": "Things", "Key": {"p": {"S": key}},
            "ConditionExpression": " AND ".join(["%s = :v" % attribute] * 149) + " AND p = :p",
            "ExpressionAttributeValues": {":v": value, ":p": {"S": "no"}}}
        for status, count in calls(server, 8 * scale, "DeleteItem", body, rounds=2).items():
            result["%s %s" % (attribute, status)] = count
    return result


@attack
def many_functions(server, scale):
    """size, begins_with and attribute_type of large values, as often as an expression allows."""
    put_large(server, "k0", {"v": {"S": "a" * 380_000}})
    result = {}
    for name, term in (("size", "size(v)<:n"), ("begins", "begins_with(v,:b)"), ("type", "attribute_type(v,:t)")):
        values = {"size": {":n": {"N": "1"}}, "begins": {":b": {"S": "a" * 370_000 + "b"}}, "type": {":t": {"S": "N"}}}
        body = {
            "TableName": "Things", "Key": {"p": {"S": "k0"}},
            "ConditionExpression": " OR ".join([term] * 150),
            "ExpressionAttributeValues": values[name]}
        for status, count in calls(server, 8 * scale, "DeleteItem", body, rounds=3).items():
            result["%s %s" % (name, status)] = count
    return result


@attack
def deep_projections(server, scale):
    """Hundreds of paths to the ends of long lists, in each of a hundred gets."""
    put_large(server, "k0", {"l": {"L": [{"L": [{"N": "1"}] * 100}] * 1000}})
    paths = ",".join("l[%d][%d]" % (999 - i, 99 - i % 100) for i in range(350))
    get = {"TableName": "Things", "Key": {"p": {"S": "k0"}}, "ProjectionExpression": paths}
    result = calls(server, 8 * scale, "GetItem", get, rounds=5)
    gets = [{"Get": get}] * 1
    for status, count in calls(server, 8 * scale, "TransactGetItems", {"TransactItems": gets}, rounds=5).items():
        result["transaction %s" % status] = count
    return result


@attack
def list_appends(server, scale):
    """An update that makes many copies of a long list, and one that takes many elements out."""
    put_large(server, "k0", {"l": {"L": [{"N": "1"}] * 90_000}, "o": {"L": []}})
    result = update(server, 8 * scale, "SET " + ",".join(
        "a%d=list_append(l,o)" % i for i in range(170)))
    for status, count in update(server, 8 * scale, "SET " + ",".join("b%d=l" % i for i in range(500))).items():
        result["copies %s" % status] = count
    for status, count in update(
        server, 8 * scale, "REMOVE " + ",".join("l[%d]" % (89_999 - i) for i in range(400))).items():
        result["removals %s" % status] = count
    return result


@attack
def legacy_filters(server, scale):
    """A Scan with tens of thousands of conditions, on each of thousands of small items."""
    fill_small(server, 3000)
    conditions = {
        "a%d" % i: {"ComparisonOperator": "NOT_NULL"} for i in range(50_000)}
    body = json.dumps({"TableName": "Things", "ScanFilter": conditions, "ConditionalOperator": "OR"}).encode()
    result = calls(server, 4 * scale, "Scan", body)
    values = [{"S": "x%d" % i} for i in range(100_000)]
    body = {"TableName": "Things", "ScanFilter": {"v": {"ComparisonOperator": "IN", "AttributeValueList": values}}}
    for status, count in calls(server, 4 * scale, "Scan", body).items():
        result["IN %s" % status] = count
    return result


def fill_small(server, count, attributes=None):
    client = Client(server.port)
    for start in range(0, count, 25):
        puts = [
            {"PutRequest": {"Item": dict(attributes or {"v": {"S": "small"}}, p={"S": "s%d" % i})}}
            for i in range(start, min(start + 25, count))]
        Server.require(client.call("BatchWriteItem", {"RequestItems": {"Things": puts}}))
    client.close()


@attack
def wanted_attributes(server, scale):
    """Half a million AttributesToGet in a Scan of thousands of small items."""
    fill_small(server, 3000)
    names = ",".join('"w%d"' % i for i in range(500_000))
    body = ('{"TableName":"Things","AttributesToGet":[%s]}' % names).encode()
    return calls(server, 4 * scale, "Scan", body)


@attack
def counting_scans(server, scale):
    """Scans that count a megabyte of tiny items by a filter of many terms that none of them meets."""
    fill_small(server, 20_000, {"v": {"N": "1"}})
    body = {
        "TableName": "Things", "Select": "COUNT",
        "FilterExpression": " OR ".join(["contains(v,:b)"] * 150),
        "ExpressionAttributeValues": {":b": {"S": "b"}}}
    return calls(server, 16 * scale, "Scan", body, rounds=2)


@attack
def slow_transactions(server, scale):
    """A hundred conditions of a hundred and fifty terms, each on a large item, in one transaction."""
    server.fill(100, "a" * 380_000)
    checks = [{"ConditionCheck": {
        "TableName": "Things", "Key": {"p": {"S": "k%d" % i}},
        "ConditionExpression": "NOT (" + " OR ".join(["contains(v,:b)"] * 150) + ")",
        "ExpressionAttributeValues": {":b": {"S": "a" * 3_000 + "b"}}}} for i in range(99)]
    checks.append({"Put": {"TableName": "Things", "Item": {"p": {"S": "other"}}}})
    return calls(server, 4 * scale, "TransactWriteItems", {"TransactItems": checks})


@attack
def statements(server, scale):
    """PartiQL of eight kilobytes of conditions, alone, in batches and in transactions."""
    server.fill(25, "a" * 380_000)

    def statement(i):
        return {
            "Statement": "SELECT * FROM \"Things\" WHERE p='k%d' AND (%s)" % (
                i, " OR ".join(["contains(v,?)"] * 150)),
            "Parameters": [{"S": "a" * 30 + "b"}] * 150}

    result = calls(server, 4 * scale, "ExecuteStatement", statement(0))
    many = [statement(i) for i in range(25)]
    for name, member in (("BatchExecuteStatement", "Statements"), ("ExecuteTransaction", "TransactStatements")):
        for status, count in calls(server, 4 * scale, name, {member: many}).items():
            result["%s %s" % (name, status)] = count
    return result


@attack
def nested_expressions(server, scale):
    """Parentheses, NOTs and brackets as deep as there is room for."""
    result = {}
    expressions = {
        "parentheses": "(" * 2000 + "p=:p" + ")" * 2000,
        "not": "NOT " * 1000 + "p=:p",
        "not and parentheses": "NOT (" * 600 + "p=:p" + ")" * 600,
    }
    for name, expression in expressions.items():
        body = {
            "TableName": "Things", "Key": {"p": {"S": "k0"}}, "ConditionExpression": expression,
            "ExpressionAttributeValues": {":p": {"S": "x"}}}
        for status, count in calls(server, 8 * scale, "DeleteItem", body, rounds=20).items():
            result["%s %s" % (name, status)] = count
    for name, text in (
        ("partiql (", "SELECT * FROM Things WHERE " + "(" * 3900 + "p='x'" + ")" * 3900),
        ("partiql NOT", "SELECT * FROM Things WHERE " + "NOT " * 2000 + "p='x'"),
        ("partiql [", "SELECT * FROM Things WHERE p=" + "[" * 4000 + "]" * 4000),
        ("partiql {", "SELECT * FROM Things WHERE p=" + "{'a':" * 1600 + "1" + "}" * 1600),
        ("partiql -", "SELECT * FROM Things WHERE p=" + "- " * 4000 + "1"),
    ):
        for status, count in calls(server, 8 * scale, "ExecuteStatement", {"Statement": text}, rounds=20).items():
            result["%s %s" % (name, status)] = count
    return result


@attack
def colliding_names(server, scale):
    """Names, elements and keys that a client chose to have one hash."""
    names = ["".join(pair) for pair in itertools.product(("Aa", "BB"), repeat=14)]
    bodies = {
        "PutItem": [{"TableName": "Things", "Item": dict({n: {"N": "1"} for n in names}, p={"S": "k0"})},
                    {"TableName": "Things", "Item": {"p": {"S": "k0"}, "s": {"SS": names}}}],
        "BatchGetItem": [{"RequestItems": {n: {"Keys": [{"p": {"S": "x"}}]} for n in names}},
                         {"RequestItems": {"Things": {"Keys": [{"p": {"S": n}} for n in names[:100]]}}}],
        "GetItem": [{"TableName": "Things", "Key": {"p": {"S": "k0"}}, "AttributesToGet": names},
                    {"TableName": "Things", "Key": {"p": {"S": "k0"}}, "ProjectionExpression": "p",
                     "ExpressionAttributeNames": {"#" + n: n for n in names}}],
        "TagResource": [{"ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Things",
                         "Tags": [{"Key": n, "Value": "1"} for n in names]}],
    }
    result = {}
    for operation, each in bodies.items():
        for body in each:
            for status, count in calls(server, 4 * scale, operation, body, rounds=3).items():
                result["%s %s" % (operation, status)] = count
    client = Client(server.port)
    for i in range(0, len(names), 25):
        client.call("BatchWriteItem", {"RequestItems": {"Things": [
            {"PutRequest": {"Item": {"p": {"S": n}}}} for n in names[i:i + 25]]}})
    client.close()
    return result


@attack
def violations(server, scale):
    """Requests with hundreds of thousands of mistakes, and mistakes of megabytes."""
    result = {}
    bodies = {
        "CreateTable": {"TableName": "x", "KeySchema": [{"AttributeName": "", "KeyType": "X"}] * 100_000,
                        "AttributeDefinitions": [{"AttributeName": "", "AttributeType": "X"}] * 100_000},
        "TagResource": {"ResourceArn": "x" * 5_000_000, "Tags": [{"Key": "", "Value": "v" * 300}] * 30_000},
        "BatchWriteItem": {"RequestItems": {"x" * 300 + str(i): [] for i in range(20_000)}},
        "BatchGetItem": {"RequestItems": {"Things": {"Keys": [{"p": {"S": "k"}}] * 300_000}}},
        "TransactWriteItems": {"TransactItems": [{"Put": {"TableName": "", "Item": {}}}] * 100_000},
        "PutResourcePolicy": {"ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Things", "Policy": "{" * 8_000_000},
        "GetItem": {"TableName": "Things" * 1_000_000, "Key": {}, "ReturnConsumedCapacity": "X" * 1_000_000},
        "ListTables": {"ExclusiveStartTableName": "x" * 10_000_000, "Limit": 1_000_000},
        "Query": {"TableName": "Things", "KeyConditionExpression": "p=:" + "x" * 4_000_000,
                  "ExclusiveStartKey": {"a%d" % i: {"S": "x"} for i in range(300_000)}},
        "Scan": {"TableName": "Things", "ExclusiveStartKey": {"p": {"S": "x" * 10_000_000}}},
        "UpdateTable": {"TableName": "Things", "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}] * 100_000,
                        "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "abc"}}] * 100_000},
    }
    for operation, body in bodies.items():
        for status, count in calls(server, 4 * scale, operation, body).items():
            result["%s %s" % (operation, status)] = count
    return result


@attack
def long_numbers(server, scale):
    """Numbers of millions of digits."""
    result = {}
    item = '{"TableName":"Things","Item":{"p":{"S":"k0"},"n":{"N":"%s"}}}'
    texts = {
        "digits": item % ("1" * 10_000_000),
        "zeros": item % ("0" * 10_000_000 + "1"),
        "fraction": item % ("0." + "0" * 10_000_000 + "1"),
        "exponent": item % ("1e" + "9" * 10_000_000),
        "JSON number": '{"TableName":"Things","Limit":%s}' % ("1" * 10_000_000),
        "JSON exponent": '{"TableName":"Things","Limit":1e%s}' % ("9" * 9),
    }
    for name, text in texts.items():
        for status, count in calls(server, 4 * scale, "Scan" if "JSON" in name else "PutItem", text.encode()).items():
            result["%s %s" % (name, status)] = count
    return result


@attack
def wildcards(server, scale):
    """A policy of wildcards, which every call of others must be held against."""
    client = Client(server.port)
    star = "dynamodb:" + "*a" * 3000 + "b"
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": star, "Resource": "*"}]}
    result = calls(server, 8 * scale, "PutResourcePolicy", {
        "ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Things", "Policy": json.dumps(policy)}, rounds=10)
    policy["Statement"][0].update({"Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/" + "*T*h*i*n*g*s" * 1200})
    for status, count in calls(server, 8 * scale, "PutResourcePolicy", {
            "ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Things", "Policy": json.dumps(policy)}, rounds=10).items():
        result["resource %s" % status] = count
    client.close()
    return result


@attack
def packed_nothing(server, scale):
    """Hundreds of thousands of empty gzip members, twice coded bodies, and chunks of one byte."""
    member = gzip.compress(b"", mtime=0)
    result = calls(server, 8 * scale, "GetItem", member * 600_000, "Content-Encoding: gzip\r\n")
    zeros = gzip.compress(gzip.compress(b" " * 16_000_000))
    for status, count in calls(server, 8 * scale, "GetItem", zeros, "Content-Encoding: gzip, gzip\r\n").items():
        result["twice %s" % status] = count

    def chunks(i):
        client = Client(server.port)
        head = request_bytes("GetItem", b"").replace(b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n")
        client.socket.sendall(head)
        body = b'{"TableName":"Things","Key":{"p":{"S":"probe"}}}' + b" " * 1_000_000
        client.socket.sendall(b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n")
        status, answer = client.answer()
        client.close()
        return "chunks %d" % status

    result.update(together(8 * scale, chunks))
    return result


@attack
def pipelines(server, scale):
    """Tens of thousands of small requests at once on each of some connections."""
    request = request_bytes("GetItem", b'{"TableName":"Things","Key":{"p":{"S":"probe"}}}')

    def one(i):
        client = Client(server.port)
        sender = threading.Thread(target=client.socket.sendall, args=(request * 20_000,))
        sender.start()
        for _ in range(20_000):
            client.answer()
        sender.join()
        client.close()
        return 200

    return together(4 * scale, one)
