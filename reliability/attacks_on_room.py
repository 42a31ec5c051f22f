"""What makes a server keep more and more: of data, of copies, of notes about its clients."""

import json
import time

from attack import attack
from server import LONG_BYTES, Client, Server, calls, kind, request_bytes, together

ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Things"


def until_refused(count, work):
    """Calls work(i) until it is refused; what it was refused with."""
    for i in range(count):
        status, body = work(i)
        if status != 200:
            return {"done": i, "refused": "%d %s" % (status, kind(body))}
    return {"done": count}


def require_reads_and_deletes(server, result):
    client = Client(server.port)
    get = client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})[0]
    delete = client.call("DeleteItem", {"TableName": "Things", "Key": {"p": {"S": "k0"}}})[0]
    table = client.call("DescribeTable", {"TableName": "Things"})[0]
    client.close()
    result["get, delete, describe"] = "%d %d %d" % (get, delete, table)
    return result


@attack
def many_backups(server, scale):
    """Backups of a table without end. In memory, they are data like all else."""
    server.fill(100, "a" * LONG_BYTES)
    client = Client(server.port)
    client.socket.settimeout(60)
    result = until_refused(60 * scale, lambda i: backup(client, i))
    return require_reads_and_deletes(server, result)


def backup(client, i):
    status, body = client.call("CreateBackup", {"TableName": "Things", "BackupName": "backup%d" % i})
    if status != 200:
        return status, body
    arn = json.loads(body)["BackupDetails"]["BackupArn"]
    for _ in range(600):
        status, body = client.call("DescribeBackup", {"BackupArn": arn})
        if status != 200 or b"CREATING" not in body:
            break
        time.sleep(0.05)
    return status, body


@attack
def many_exports(server, scale):
    """Exports without end, to a bucket that is in memory, too."""
    server.fill(100, "a" * LONG_BYTES)
    client = Client(server.port)
    client.call("UpdateContinuousBackups", {
        "TableName": "Things", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}})
    arn = json.loads(client.call("DescribeTable", {"TableName": "Things"})[1])["Table"]["TableArn"]

    def export(i):
        status, body = client.call("ExportTableToPointInTime", {
            "TableArn": arn, "S3Bucket": "bucket", "S3Prefix": "e%d" % i, "ClientToken": "t%d" % i})
        if status != 200:
            return status, body
        export_arn = json.loads(body)["ExportDescription"]["ExportArn"]
        for _ in range(600):
            status, body = client.call("DescribeExport", {"ExportArn": export_arn})
            if status != 200 or b"IN_PROGRESS" not in body:
                break
            time.sleep(0.05)
        return status, body

    return require_reads_and_deletes(server, until_refused(60 * scale, export))


@attack
def many_versions(server, scale):
    """The same large item again and again, with a stream and point-in-time recovery to keep it all."""
    client = Client(server.port)
    Server.require(client.call("UpdateContinuousBackups", {
        "TableName": "Things", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}))
    Server.require(client.call("UpdateTable", {
        "TableName": "Things", "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}))
    result = until_refused(1500 * scale, lambda i: client.call("PutItem", {
        "TableName": "Things", "Item": {"p": {"S": "k0"}, "v": {"S": "%d" % i + "a" * LONG_BYTES}}}))
    return require_reads_and_deletes(server, result)


@attack
def large_records(server, scale):
    """Readers of a stream of large images, who never read their answers."""
    client = Client(server.port)
    Server.require(client.call("UpdateTable", {
        "TableName": "Things", "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}))
    for i in range(30):
        client.call("PutItem", {"TableName": "Things", "Item": {"p": {"S": "k0"}, "v": {"S": "\u0001" * 390_000 + str(i)}}})
    arn = json.loads(client.call("DescribeTable", {"TableName": "Things"})[1])["Table"]["LatestStreamArn"]
    shards = json.loads(streams(client, "DescribeStream", {"StreamArn": arn})[1])["StreamDescription"]["Shards"]
    iterators = [json.loads(streams(client, "GetShardIterator", {
        "StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"})[1])["ShardIterator"]
        for shard in shards]

    def read(i):
        reader = Client(server.port, receive_buffer=4096)
        reader.socket.sendall(request_bytes(
            "GetRecords", json.dumps({"ShardIterator": iterators[i % len(iterators)]}).encode()).replace(
                b"DynamoDB_20120810", b"DynamoDBStreams_20120810"))
        time.sleep(5)
        reader.close()
        return "asked"

    return together(200 * scale, read)


def streams(client, operation, body):
    client.socket.sendall(request_bytes(operation, json.dumps(body).encode()).replace(
        b"DynamoDB_20120810", b"DynamoDBStreams_20120810"))
    return client.answer()


@attack
def failed_conditions(server, scale):
    """Transactions that are cancelled and show a hundred large items for it."""
    server.fill(100, "\u0001" * LONG_BYTES)
    checks = [{"ConditionCheck": {
        "TableName": "Things", "Key": {"p": {"S": "k%d" % i}}, "ConditionExpression": "attribute_not_exists(p)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}} for i in range(100)]
    return calls(server, 20 * scale, "TransactWriteItems", {"TransactItems": checks})


@attack
def many_statements(server, scale):
    """Batches and transactions of statements that read large items."""
    server.fill(100, "\u0001" * LONG_BYTES)
    selects = [{"Statement": "SELECT * FROM \"Things\" WHERE p='k%d'" % i} for i in range(100)]
    result = calls(server, 20 * scale, "BatchExecuteStatement", {"Statements": selects[:25]})
    for status, count in calls(server, 20 * scale, "ExecuteTransaction", {"TransactStatements": selects}).items():
        result["transaction %s" % status] = count
    return result


@attack
def copied_values(server, scale):
    """Updates that would copy one large value hundreds of times."""
    server.fill(4, "a" * 380_000)

    def one(i):
        client = Client(server.port)
        status, answer = client.call("UpdateItem", {
            "TableName": "Things", "Key": {"p": {"S": "k%d" % (i % 4)}},
            "UpdateExpression": "SET " + ",".join("c%d=v" % j for j in range(500))})
        client.close()
        return "%d %s" % (status, kind(answer)) if status != 200 else 200

    result = together(100 * scale, one)
    updates = [{"Update": {
        "TableName": "Things", "Key": {"p": {"S": "k%d" % i}},
        "UpdateExpression": "SET " + ",".join("c%d=v" % j for j in range(500))}} for i in range(4)]
    for status, count in calls(server, 40 * scale, "TransactWriteItems", {"TransactItems": updates}).items():
        result["transaction %s" % status] = count
    return result


@attack
def many_expressions(server, scale):
    """Thousands of different long expressions and statements: whoever keeps what they mean keeps a lot."""
    client = Client(server.port)
    for i in range(3000 * scale):
        client.call("GetItem", {
            "TableName": "Things", "Key": {"p": {"S": "probe"}},
            "ProjectionExpression": ",".join("a%d_%d" % (i, j) for j in range(350))})
        client.call("ExecuteStatement", {
            "Statement": "SELECT * FROM \"Things\" WHERE p='probe' AND (%s)" % " OR ".join(
                "a%d_%d=1" % (i, j) for j in range(450))})
    client.close()
    return {"asked": 6000 * scale}


@attack
def many_names(server, scale):
    """Accounts, regions, tables and operations that nobody has, a hundred thousand of each."""
    client = Client(server.port)
    template = request_bytes("ListTables", b"{}")
    for i in range(20_000 * scale):
        client.socket.sendall(template.replace(b"hostile/", b"%012d/" % i).replace(b"us-east-1", b"xx-east-%d" % i))
        client.answer()
        client.call("Nothing%d" % i, {})
        client.call("GetItem", {"TableName": "None%d" % i, "Key": {"p": {"S": "a"}}})
    client.close()
    return {"asked": 60_000 * scale}


@attack
def many_tokens(server, scale):
    """Transactions with tokens, each to be remembered for ten minutes."""
    client = Client(server.port)
    result = until_refused(20_000 * scale, lambda i: client.call("TransactWriteItems", {
        "ClientRequestToken": "token%d" % i,
        "TransactItems": [{"Put": {"TableName": "Things", "Item": {"p": {"S": "k0"}}}}]}))
    client.close()
    return result


def table(name, indexes):
    keys = [{"AttributeName": "p", "KeyType": "HASH"}]
    return {
        "TableName": name, "KeySchema": keys, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
        "GlobalSecondaryIndexes": [
            {"IndexName": "index%d" % i, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}}
            for i in range(indexes)]}


@attack
def come_and_go(server, scale):
    """Tables with indexes, streams, tags and items that are made and deleted."""
    client = Client(server.port)
    before, half = server.resident_megabytes(), 0
    count = 1500 * scale
    for i in range(count):
        name = "Table%d" % i
        Server.require(client.call("CreateTable", dict(
            table(name, 5), StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
            Tags=[{"Key": "a", "Value": "b"}])))
        client.call("BatchWriteItem", {"RequestItems": {name: [
            {"PutRequest": {"Item": {"p": {"S": str(j)}, "v": {"S": "x" * 1000}}}} for j in range(25)]}})
        Server.require(client.call("DeleteTable", {"TableName": name}))
        if i == count // 2:
            half = server.resident_megabytes()
    return {"MB before, at half, after": "%d %d %d" % (before, half, server.resident_megabytes())}


@attack
def many_tables(server, scale):
    """Two thousand tables, and clients who ask for all of them."""
    client = Client(server.port)
    made = until_refused(2000 * scale, lambda i: client.call("CreateTable", table("Table%05d" % i, 2)))
    for status, count in calls(server, 32, "ListTables", {}, rounds=200).items():
        made["list %s" % status] = count
    for status, count in calls(server, 32, "DescribeTable", {"TableName": "Table00001"}, rounds=200).items():
        made["describe %s" % status] = count
    return made


@attack
def idle_connections(server, scale):
    """Four thousand connections that never say anything, or only half of it."""
    clients = []
    try:
        for i in range(4000 * scale):
            client = Client(server.port)
            if i % 2:
                client.socket.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: " + b"x" * 8000)
            clients.append(client)
    except OSError:
        pass
    time.sleep(5)
    for client in clients:
        client.close()
    return {"opened": len(clients)}
