"""What a storm asks of tables: they come and go under their writers, in two regions, with all that hangs on them."""

import json
import time

from storm_caller import ELSEWHERE

KEYS = [{"AttributeName": "p", "KeyType": "HASH"}]
ATTRIBUTES = [{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "g", "AttributeType": "S"}]
INDEX = {
    "IndexName": "byG",
    "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
VECTORS = {
    "IndexName": "byV",
    "VectorAttribute": {"AttributeName": "v"},
    "Dimensions": 3,
    "DistanceFunction": "COSINE",
    "Projection": {"ProjectionType": "ALL"},
}
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
DEFINITION = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": ATTRIBUTES,
    "KeySchema": KEYS,
    "GlobalSecondaryIndexes": [INDEX],
}


def operations(c):
    return writes(c) + statements(c) + reads(c) + changes(c) + neighbours(c) + copies(c)


def item(c):
    return {
        "p": {"S": str(c.number(20))},
        "g": {"S": str(c.number(3))},
        "n": {"N": str(c.number(100))},
        "v": vector(c),
        "b": {"S": "x" * c.number(3000)},
    }


def vector(c):
    return {"L": [{"N": str(1 + c.number(9))} for _ in range(3)]}


def writes(c):
    tables = c.tables

    def put():
        c.pick(tables, tables, c.tables_elsewhere).put_item(TableName=c.table(), Item=item(c))

    def transact():
        update = {
            "TableName": c.table(),
            "Key": {"p": {"S": str(100 + c.number(20))}},
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        tables.transact_write_items(TransactItems=[{"Put": {"TableName": c.table(), "Item": item(c)}}, {"Update": update}])

    def batch():
        items = {one["p"]["S"]: one for one in (item(c) for _ in range(9))}
        tables.batch_write_item(RequestItems={c.table(): [{"PutRequest": {"Item": one}} for one in items.values()]})

    return [put] * 6 + [transact, transact, batch] + [
        lambda: tables.delete_item(TableName=c.table(), Key={"p": {"S": str(c.number(20))}}),
    ]


def statements(c):
    tables = c.tables

    def statement():
        key = c.number(20)
        return {"Statement": c.pick(
            "INSERT INTO \"%s\" VALUE {'p': '%d', 'g': '1', 'n': 1}" % (c.table(), key),
            "UPDATE \"%s\" SET n = n + 1 WHERE p = '%d'" % (c.table(), key),
            "DELETE FROM \"%s\" WHERE p = '%d'" % (c.table(), key))}

    def read():
        return {"Statement": "SELECT * FROM \"%s\" WHERE p = '%d'" % (c.table(), c.number(20))}

    return [
        lambda: tables.execute_statement(**statement()),
        lambda: tables.execute_transaction(TransactStatements=[statement(), statement()]),
        lambda: tables.execute_transaction(TransactStatements=[read(), read()]),
        lambda: tables.batch_execute_statement(Statements=[statement(), statement()]),
        lambda: tables.batch_execute_statement(Statements=[read(), read()]),
    ]


def reads(c):
    tables, streams = c.tables, c.streams

    def read_stream():
        for stream in streams.list_streams(TableName=c.table())["Streams"]:
            arn = stream["StreamArn"]
            for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][:3]:
                iterator = streams.get_shard_iterator(
                    StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
                streams.get_records(ShardIterator=iterator)

    return [
        lambda: tables.get_item(TableName=c.table(), Key={"p": {"S": str(c.number(20))}}),
        lambda: tables.scan(TableName=c.table()),
        lambda: c.tables_elsewhere.scan(TableName=c.table()),
        lambda: tables.query(
            TableName=c.table(), IndexName="byG", KeyConditionExpression="g = :g",
            ExpressionAttributeValues={":g": {"S": str(c.number(3))}}),
        lambda: tables.execute_statement(Statement='SELECT * FROM "%s" WHERE n > 50' % c.table()),
        lambda: c.ask("SearchVectors", TableName=c.table(), IndexName="byV", SearchVector=vector(c)["L"], TopK=5),
        lambda: tables.transact_get_items(TransactItems=[
            {"Get": {"TableName": c.table(), "Key": {"p": {"S": str(c.number(20))}}}} for _ in range(3)]),
        lambda: tables.batch_get_item(RequestItems={c.table(): {"Keys": [{"p": {"S": str(i)}} for i in range(9)]}}),
        lambda: tables.describe_table(TableName=c.table()),
        lambda: tables.list_tables(),
        read_stream,
    ]


def changes(c):
    tables = c.tables

    def create():
        tables.create_table(TableName=c.table(), StreamSpecification=STREAM, **DEFINITION)

    def change_index():
        if c.chance():
            tables.update_table(
                TableName=c.table(), GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "byG"}}])
            return
        tables.update_table(
            TableName=c.table(), AttributeDefinitions=ATTRIBUTES, GlobalSecondaryIndexUpdates=[{"Create": INDEX}])

    def change_vectors():
        c.ask("UpdateTable", TableName=c.table(), VectorIndexUpdates=[
            c.pick({"Create": VECTORS}, {"Create": VECTORS}, {"Delete": {"IndexName": "byV"}})])

    def change_replica():
        tables.update_table(
            TableName=c.table(), ReplicaUpdates=[{c.pick("Create", "Create", "Delete"): {"RegionName": ELSEWHERE}}])

    def follow():
        """A function follows the stream for a moment, or for as long as there is one."""
        stream = c.streams.list_streams(TableName=c.table())["Streams"][-1:]
        if not stream:
            return
        mapping = c.functions.create_event_source_mapping(
            EventSourceArn=stream[0]["StreamArn"], FunctionName=c.function(),
            StartingPosition=c.pick("TRIM_HORIZON", "LATEST"))["UUID"]
        c.pause()
        if c.number(3):
            c.functions.delete_event_source_mapping(UUID=mapping)

    def change_mapping():
        """Of anybody, in the middle of whatever it does."""
        mappings = c.functions.list_event_source_mappings()["EventSourceMappings"]
        if mappings:
            c.functions.update_event_source_mapping(
                UUID=c.pick(*mappings)["UUID"], Enabled=c.chance(), ParallelizationFactor=1 + c.number(3),
                FunctionName=c.function(), BisectBatchOnFunctionError=c.chance())
            c.functions.delete_event_source_mapping(UUID=c.pick(*mappings)["UUID"])

    return [
        create,
        create,
        lambda: tables.delete_table(TableName=c.table()),
        lambda: c.tables_elsewhere.delete_table(TableName=c.table()),
        change_index,
        change_vectors,
        change_replica,
        change_replica,
        lambda: tables.update_time_to_live(
            TableName=c.table(), TimeToLiveSpecification={"Enabled": c.chance(), "AttributeName": "n"}),
        lambda: tables.update_table(
            TableName=c.table(), StreamSpecification=c.pick({"StreamEnabled": False}, STREAM)),
        lambda: tables.tag_resource(
            ResourceArn=c.arn("dynamodb", "table/" + c.table()), Tags=[{"Key": "a", "Value": "b"}]),
        follow,
        change_mapping,
    ]


def neighbours(c):
    """What else hangs on a table."""
    tables = c.tables

    def arn():
        return c.arn("dynamodb", "table/" + c.table())

    def put_policy():
        table = arn()
        policy = {"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": table}
        c.ask("PutResourcePolicy", ResourceArn=table, Policy=json.dumps({"Version": "2012-10-17", "Statement": [policy]}))

    def destination():
        return {"TableName": c.table(), "StreamArn": c.arn("kinesis", "stream/s%d" % c.number(2))}

    return [
        put_policy,
        lambda: c.ask("GetResourcePolicy", ResourceArn=arn()),
        lambda: c.ask("DeleteResourcePolicy", ResourceArn=arn()),
        lambda: tables.enable_kinesis_streaming_destination(**destination()),
        lambda: tables.disable_kinesis_streaming_destination(**destination()),
        lambda: tables.describe_kinesis_streaming_destination(TableName=c.table()),
        lambda: tables.update_contributor_insights(
            TableName=c.table(), ContributorInsightsAction=c.pick("ENABLE", "DISABLE")),
        lambda: tables.untag_resource(ResourceArn=arn(), TagKeys=["a"]),
        lambda: tables.describe_continuous_backups(TableName=c.table()),
        lambda: c.ask("UpdateTable", TableName=c.table(), DeletionProtectionEnabled=False),
    ]


def copies(c):
    tables = c.tables

    def back_up():
        backup = tables.create_backup(TableName=c.table(), BackupName="backup")["BackupDetails"]["BackupArn"]
        if c.chance():
            tables.restore_table_from_backup(TargetTableName=c.table(), BackupArn=backup)
        tables.delete_backup(BackupArn=backup)

    def meddle():
        """With somebody else's backup, or that which the service makes of a table that is deleted."""
        backups = tables.list_backups(BackupType="ALL")["BackupSummaries"]
        if not backups:
            return
        arn = c.pick(*backups)["BackupArn"]
        c.pick(
            lambda: tables.delete_backup(BackupArn=arn),
            lambda: tables.describe_backup(BackupArn=arn),
            lambda: tables.restore_table_from_backup(TargetTableName=c.table(), BackupArn=arn))()

    def leave_backup():
        tables.create_backup(TableName=c.table(), BackupName="left")

    def export():
        tables.export_table_to_point_in_time(
            TableArn=c.arn("dynamodb", "table/" + c.table()), S3Bucket=c.bucket(), S3Prefix=c.pick("d", "export"))

    def import_export():
        """From what an export has written, if the bucket still has any of it."""
        bucket = c.bucket()
        found = [one["Key"] for one in c.s3.list_objects_v2(Bucket=bucket).get("Contents", []) if "/data/" in one["Key"]]
        if not found:
            return
        tables.import_table(
            S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": c.pick(*found).rsplit("/", 1)[0] + "/"},
            InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
            TableCreationParameters={"TableName": c.table(), **DEFINITION})

    return [
        back_up,
        leave_backup,
        meddle,
        meddle,
        lambda: tables.update_continuous_backups(
            TableName=c.table(), PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": c.number(4) > 0}),
        lambda: tables.restore_table_to_point_in_time(
            SourceTableName=c.table(), TargetTableName=c.table(), UseLatestRestorableTime=True),
        lambda: c.s3.create_bucket(Bucket=c.bucket()),
        export,
        export,
        lambda: tables.list_exports(),
        import_export,
        lambda: tables.list_imports(),
    ]


def first(c, i):
    """12 callers, 4 tables with streams."""

    def make():
        try:
            c.tables.create_table(TableName="first%d" % (i % 4), StreamSpecification=STREAM, **DEFINITION)
        except c.tables.exceptions.ResourceInUseException:
            pass

    steps = [make, lambda: c.streams.list_streams()]
    return steps + [lambda: export_to_nowhere(c)] if i == 0 else steps


def export_to_nowhere(c):
    """Whoever exports to a bucket that is not there is told so; the server has nothing to complain of."""
    arn = c.tables.create_table(TableName="exported", **DEFINITION)["TableDescription"]["TableArn"]
    c.tables.update_continuous_backups(
        TableName="exported", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    export = c.tables.export_table_to_point_in_time(TableArn=arn, S3Bucket="nowhere")["ExportDescription"]
    for _ in range(100):
        if export["ExportStatus"] != "IN_PROGRESS":
            break
        time.sleep(0.1)
        export = c.tables.describe_export(ExportArn=export["ExportArn"])["ExportDescription"]
    if export.get("FailureCode") != "S3NoSuchBucket":
        raise RuntimeError("an export to no bucket: %s" % export)
