"""Whole lives: tables, indexes, backups, exports, buckets, users and more are made, used and deleted, and nothing may refuse it.

The other parts of a storm fall out with each other over a few names. Here each life has a name of its own, so all must come
off; between lives all use one table that lasts, whose items change and expire.
"""

import time

from botocore.exceptions import ClientError
from storm_caller import ELSEWHERE, archive, wait
from storm_tables import ATTRIBUTES, DEFINITION, INDEX, KEYS, STREAM

LASTING = "lasting"
BUCKET = "lives"
ITEMS = 500
USES_FOR_EACH_LIFE = 12
COUNTING = archive("def h(e, c):\n print(len(e['Records']))\n")
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'


def operations(c):
    lives = [table, backup, point_in_time, export, replica, trigger, bucket, user, log_group]
    uses = [whole(c, use) for use in (write, write, write, read, transact, batch, leave_iterators)]
    return uses * (USES_FOR_EACH_LIFE * len(lives) // len(uses)) + [whole(c, life) for life in lives]


def whole(c, life):
    """A life that is refused something is a problem, not an answer as good as any."""

    def live():
        try:
            life(c)
        except ClientError as refused:
            raise RuntimeError("%s: %s" % (life.__name__, refused)) from refused

    return live


def first(c, i):
    def make():
        c.tables.create_table(TableName=LASTING, StreamSpecification=STREAM, **DEFINITION)
        wait(lambda: active(c, LASTING))
        c.tables.update_time_to_live(
            TableName=LASTING, TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
        c.s3.create_bucket(Bucket=BUCKET)

    return [make] if i == 0 else []


def item(c):
    return {
        "p": {"S": str(c.number(ITEMS))},
        "g": {"S": str(c.number(20))},
        "n": {"N": str(c.number(100))},
        "t": {"N": str(int(time.time()) + c.pick(2, 20, 10_000))},
        "b": {"S": "x" * c.number(3000)},
    }


def key(c):
    return {"p": {"S": str(c.number(ITEMS))}}


def items(c, count):
    return list({one["p"]["S"]: one for one in (item(c) for _ in range(count))}.values())


def write(c):
    c.tables.put_item(TableName=LASTING, Item=item(c))
    c.tables.update_item(
        TableName=LASTING, Key=key(c), UpdateExpression="SET g = :g ADD n :n",
        ExpressionAttributeValues={":g": {"S": str(c.number(20))}, ":n": {"N": "1"}})
    c.tables.delete_item(TableName=LASTING, Key=key(c))


def read(c):
    c.tables.get_item(TableName=LASTING, Key=key(c), ConsistentRead=c.chance())
    c.tables.query(
        TableName=LASTING, IndexName="byG", KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": str(c.number(20))}})
    c.tables.scan(TableName=LASTING, Limit=50, ExclusiveStartKey=key(c))
    c.tables.execute_statement(Statement='SELECT n FROM "%s" WHERE p = \'%d\'' % (LASTING, c.number(ITEMS)))


def transact(c):
    try:
        c.tables.transact_write_items(
            TransactItems=[{"Put": {"TableName": LASTING, "Item": one}} for one in items(c, 4)])
        c.tables.transact_get_items(
            TransactItems=[{"Get": {"TableName": LASTING, "Key": {"p": one["p"]}}} for one in items(c, 4)])
    except c.tables.exceptions.TransactionCanceledException as conflict:
        if "TransactionConflict" not in str(conflict):
            raise


def batch(c):
    c.tables.batch_write_item(RequestItems={LASTING: [{"PutRequest": {"Item": one}} for one in items(c, 25)]})
    c.tables.batch_get_item(RequestItems={LASTING: {"Keys": [{"p": one["p"]} for one in items(c, 25)]}})


def leave_iterators(c):
    """Iterators that are opened, perhaps read a little, and never read to their end."""
    arn = c.tables.describe_table(TableName=LASTING)["Table"]["LatestStreamArn"]
    for shard in c.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][-2:]:
        try:
            iterator = c.streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType=c.pick("TRIM_HORIZON", "LATEST"))
            if c.chance():
                c.streams.get_records(ShardIterator=iterator["ShardIterator"], Limit=100)
        except (c.streams.exceptions.ResourceNotFoundException, c.streams.exceptions.TrimmedDataAccessException):
            pass


def active(c, name, region=None):
    """Whether the table and all that belongs to it are ready."""
    described = (region or c.tables).describe_table(TableName=name)["Table"]
    parts = [described, *described.get("GlobalSecondaryIndexes", [])]
    states = [part.get("TableStatus") or part.get("IndexStatus") for part in parts]
    states += [replica["ReplicaStatus"] for replica in described.get("Replicas", [])]
    return all(state == "ACTIVE" for state in states)


def born(c, **more):
    """A new table with some items."""
    name = "life-%x" % c.number(1 << 60)
    c.tables.create_table(TableName=name, **DEFINITION, **more)
    wait(lambda: active(c, name))
    put(c, name)
    return name


def put(c, name):
    c.tables.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": one}} for one in items(c, 25)]})


def count(c, name):
    return c.tables.scan(TableName=name, Select="COUNT")["Count"]


def must_be_equal(c, one, other):
    counts = count(c, one), count(c, other)
    if counts[0] != counts[1]:
        raise RuntimeError("a copy of %d items has %d" % counts)


def die(c, *names):
    for name in names:
        wait(lambda: active(c, name))
        c.tables.delete_table(TableName=name)


def table(c):
    name = born(c, StreamSpecification=STREAM)
    c.tables.update_table(TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "byG"}}])
    wait(lambda: active(c, name))
    c.tables.update_table(
        TableName=name, AttributeDefinitions=ATTRIBUTES, GlobalSecondaryIndexUpdates=[{"Create": INDEX}])
    wait(lambda: active(c, name))
    put(c, name)
    die(c, name)


def backup(c):
    name = born(c)
    copy = name + "-copy"
    arn = c.tables.create_backup(TableName=name, BackupName="life")["BackupDetails"]["BackupArn"]
    described = lambda: c.tables.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    wait(lambda: described()["BackupStatus"] == "AVAILABLE")
    c.tables.restore_table_from_backup(TargetTableName=copy, BackupArn=arn)
    wait(lambda: active(c, copy))
    must_be_equal(c, name, copy)
    c.tables.delete_backup(BackupArn=arn)
    die(c, name, copy)


def recoverable(c, name, enabled):
    c.tables.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled})


def point_in_time(c):
    name = born(c)
    recoverable(c, name, True)
    put(c, name)
    c.tables.restore_table_to_point_in_time(
        SourceTableName=name, TargetTableName=name + "-then", UseLatestRestorableTime=True)
    wait(lambda: active(c, name + "-then"))
    recoverable(c, name, False)
    die(c, name, name + "-then")


def export(c):
    name = born(c)
    copy = name + "-copy"
    recoverable(c, name, True)
    arn = c.tables.describe_table(TableName=name)["Table"]["TableArn"]
    exported = c.tables.export_table_to_point_in_time(
        TableArn=arn, S3Bucket=BUCKET, S3Prefix=name)["ExportDescription"]["ExportArn"]
    described = lambda: c.tables.describe_export(ExportArn=exported)["ExportDescription"]
    wait(lambda: described()["ExportStatus"] == "COMPLETED")
    data = "%s/AWSDynamoDB/%s/data/" % (name, exported.rsplit("/", 1)[1])
    imported = c.tables.import_table(
        S3BucketSource={"S3Bucket": BUCKET, "S3KeyPrefix": data}, InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
        TableCreationParameters={"TableName": copy, **DEFINITION})["ImportTableDescription"]["ImportArn"]
    wait(lambda: c.tables.describe_import(ImportArn=imported)["ImportTableDescription"]["ImportStatus"] == "COMPLETED")
    must_be_equal(c, name, copy)
    recoverable(c, name, False)
    die(c, name, copy)
    for one in c.s3.list_objects_v2(Bucket=BUCKET, Prefix=name)["Contents"]:
        c.s3.delete_object(Bucket=BUCKET, Key=one["Key"])


def replica(c):
    name = born(c, StreamSpecification=STREAM)
    c.tables.update_table(TableName=name, ReplicaUpdates=[{"Create": {"RegionName": ELSEWHERE}}])
    wait(lambda: active(c, name) and active(c, name, c.tables_elsewhere))
    put(c, name)
    c.tables.update_table(TableName=name, ReplicaUpdates=[{"Delete": {"RegionName": ELSEWHERE}}])
    die(c, name)


def trigger(c):
    """A function follows a stream for a few seconds."""
    name = born(c, StreamSpecification=STREAM)
    c.functions.create_function(
        FunctionName=name, Runtime="python3.12", Role=c.arn("iam", "role/any"), Handler="a.h", Code={"ZipFile": COUNTING})
    stream = c.tables.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    mapping = c.functions.create_event_source_mapping(
        EventSourceArn=stream, FunctionName=name, StartingPosition="TRIM_HORIZON")["UUID"]
    group = "/aws/lambda/" + name
    wait(lambda: c.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"])
    c.functions.delete_event_source_mapping(UUID=mapping)
    c.functions.delete_function(FunctionName=name)
    die(c, name)
    # What the function's last process has still to say may make its group again; it lasts a day.
    time.sleep(1)
    c.logs.delete_log_group(logGroupName=group)


def bucket(c):
    name = "life-%x" % c.number(1 << 60)
    c.s3.create_bucket(Bucket=name)
    c.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for size in (10, 70_000, 300_000):
        c.s3.put_object(Bucket=name, Key="d/k", Body=b"x" * size)
        c.s3.get_object(Bucket=name, Key="d/k")["Body"].read()
    c.s3.delete_object(Bucket=name, Key="d/k")
    listed = c.s3.list_object_versions(Bucket=name)
    for one in listed["Versions"] + listed["DeleteMarkers"]:
        c.s3.delete_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])
    c.s3.delete_bucket(Bucket=name)


def user(c):
    name = "life-%x" % c.number(1 << 60)
    c.iam.create_user(UserName=name)
    access = c.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    c.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=POLICY)
    c.iam.delete_user_policy(UserName=name, PolicyName="p")
    c.iam.delete_access_key(UserName=name, AccessKeyId=access)
    c.iam.delete_user(UserName=name)


def log_group(c):
    group = {"logGroupName": "life-%x" % c.number(1 << 60)}
    c.logs.create_log_group(**group)
    c.logs.create_log_stream(**group, logStreamName="s")
    now = int(time.time() * 1000)
    c.logs.put_log_events(
        **group, logStreamName="s", logEvents=[{"timestamp": now, "message": "event %d" % i} for i in range(20)])
    c.logs.filter_log_events(**group, filterPattern="event")
    c.logs.delete_log_group(**group)
