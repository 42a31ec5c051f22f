"""Flipped bits, holes and cuts in every kind of file that a server writes: never silent.

A server of everything (tables with index, stream and point-in-time recovery, a backup, an export, buckets with versions,
policies and an upload in parts, functions with a layer, users with keys, logs, metrics) is stopped, or killed with its log
full. Each round damages one file of a copy: a bit is flipped, some bytes are zeros, the end is cut off, or all of it. Then a
server starts on the copy and is asked for everything. What must hold of each question:

  the answer is what it was before the damage, or an error that says that the server could not answer (5xx, a broken body,
  an unfinished restore); a server that does not start and names what is damaged has answered, too.

Another answer, or none of what was there, is silent loss, and a failure. Kinds of files have their turns, so that each is met
as often; in the end it is told what came of each.

    reliability/run damage [--rounds 300] [--seed N] [--kinds PART,...]
"""

import argparse
import collections
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time

from botocore.exceptions import ClientError, ResponseStreamingError
from server import Server
from storm_caller import Clients, archive, wait
from storm_tables import DEFINITION, STREAM

ROOT_KEY, ROOT_SECRET = "AKIAROOTROOTROOTROOT", "rootrootrootrootrootrootrootrootrootroot"
OPTIONS = ["--auth", "enforce", "--root-access-key-id", ROOT_KEY]
TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})
POLICY = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::kept/*"}],
})
RIGHTS = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
EXPIRY = {"Rules": [{"ID": "x", "Status": "Enabled", "Filter": {"Prefix": "old"}, "Expiration": {"Days": 9}}]}

NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-zA-Z_-]{20,}|\d+")


def kind(path):
    """Files that are alike: what is a number or an id in their names does not count."""
    return NUMBERS.sub("N", path)


def items(first, count):
    return [
        {"p": {"S": "k%d" % i}, "g": {"S": str(i % 5)}, "v": {"S": "value %d " % i * 40}}
        for i in range(first, first + count)
    ]


def put(c, table, first, count):
    for start in range(first, first + count, 25):
        puts = [{"PutRequest": {"Item": one}} for one in items(start, min(25, first + count - start))]
        c.tables.batch_write_item(RequestItems={table: puts})


def fill(c):
    """Something of each kind."""
    c.tables.create_table(TableName="kept", StreamSpecification=STREAM, **DEFINITION)
    put(c, "kept", 0, 200)
    c.tables.create_backup(TableName="kept", BackupName="kept")
    c.tables.update_continuous_backups(
        TableName="kept", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    fill_buckets(c.s3)
    arn = c.tables.describe_table(TableName="kept")["Table"]["TableArn"]
    export = c.tables.export_table_to_point_in_time(TableArn=arn, S3Bucket="kept", S3Prefix="export")
    export = export["ExportDescription"]["ExportArn"]
    wait(lambda: c.tables.describe_export(ExportArn=export)["ExportDescription"]["ExportStatus"] == "COMPLETED")
    layer = c.functions.publish_layer_version(LayerName="kept", Content={"ZipFile": archive("X = 5\n")})["LayerVersionArn"]
    role = c.iam.create_role(RoleName="kept", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    c.functions.create_function(
        FunctionName="kept", Runtime="python3.12", Role=role, Handler="a.h", Layers=[layer],
        Code={"ZipFile": archive("def h(e, c):\n return 'kept'\n" + "# and more\n" * 200)})
    c.iam.create_user(UserName="kept")
    c.iam.put_user_policy(UserName="kept", PolicyName="p", PolicyDocument=RIGHTS)
    key = c.iam.create_access_key(UserName="kept")["AccessKey"]
    c.logs.create_log_group(logGroupName="kept")
    c.logs.create_log_stream(logGroupName="kept", logStreamName="s")
    now = int(time.time() * 1000)
    c.logs.put_log_events(
        logGroupName="kept", logStreamName="s", logEvents=[{"timestamp": now, "message": "event %d" % i} for i in range(50)])
    return key["AccessKeyId"], key["SecretAccessKey"]


def fill_buckets(s3):
    s3.create_bucket(Bucket="kept")
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_tagging(Bucket="kept", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.put_bucket_lifecycle_configuration(Bucket="kept", LifecycleConfiguration=EXPIRY)
    s3.delete_public_access_block(Bucket="kept")
    s3.put_bucket_policy(Bucket="kept", Policy=POLICY)
    for size in (100, 70_000, 300_000):
        s3.put_object(Bucket="kept", Key="d/k", Body=b"%d " % size * (size // 5), Metadata={"size": str(size)})
    s3.put_object(Bucket="kept", Key="gone", Body=b"x")
    s3.delete_object(Bucket="kept", Key="gone")
    upload = s3.create_multipart_upload(Bucket="kept", Key="parts")["UploadId"]
    s3.upload_part(Bucket="kept", Key="parts", UploadId=upload, PartNumber=1, Body=b"part " * 20_000)


def questions(c, user):
    """What is asked, by name; the answers can be compared."""
    s3 = c.s3
    versions = lambda: s3.list_object_versions(Bucket="kept", Prefix="d/")["Versions"]
    body = lambda **which: s3.get_object(Bucket="kept", **which)["Body"].read()
    mine = Clients(int(c.endpoint.rsplit(":", 1)[1]), *user)
    return {
        "scan": lambda: sorted(one["p"]["S"] + one["v"]["S"] for one in all_items(c, "kept")),
        "get": lambda: [
            c.tables.get_item(TableName="kept", Key={"p": {"S": "k%d" % i}})["Item"]["v"] for i in (0, 99, 199, 249)],
        "query": lambda: [c.tables.query(
            TableName="kept", IndexName="byG", KeyConditionExpression="g = :g",
            ExpressionAttributeValues={":g": {"S": str(g)}})["Count"] for g in range(5)],
        "stream": lambda: records(c),
        "restore": lambda: restored(c),
        "import": lambda: imported(c),
        "buckets": lambda: [one["Name"] for one in s3.list_buckets()["Buckets"]],
        "list": lambda: [one["Key"] for one in s3.list_objects_v2(Bucket="kept")["Contents"]],
        "versions": lambda: [(one["Key"], one["VersionId"], one["ETag"], one["Size"]) for one in versions()],
        "bodies": lambda: [body(Key=one["Key"], VersionId=one["VersionId"]) for one in versions()],
        "head": lambda: s3.head_object(Bucket="kept", Key="d/k")["Metadata"],
        "markers": lambda: [one["Key"] for one in s3.list_object_versions(Bucket="kept").get("DeleteMarkers", [])],
        "uploads": lambda: [one["Key"] for one in s3.list_multipart_uploads(Bucket="kept").get("Uploads", [])],
        "parts": lambda: completed(s3),
        "versioning": lambda: s3.get_bucket_versioning(Bucket="kept")["Status"],
        "policy": lambda: s3.get_bucket_policy(Bucket="kept")["Policy"],
        "tagging": lambda: s3.get_bucket_tagging(Bucket="kept")["TagSet"],
        "lifecycle": lambda: s3.get_bucket_lifecycle_configuration(Bucket="kept")["Rules"],
        "ownership": lambda: s3.get_bucket_ownership_controls(Bucket="kept")["OwnershipControls"],
        "invoke": lambda: c.functions.invoke(FunctionName="kept", Payload=b"{}")["Payload"].read(),
        "layers": lambda: [one["LayerName"] for one in c.functions.list_layers()["Layers"]],
        "user": lambda: c.iam.get_user_policy(UserName="kept", PolicyName="p")["PolicyDocument"],
        "caller": lambda: mine.sts.get_caller_identity()["Arn"],
        "logs": lambda: [one["message"] for one in c.logs.filter_log_events(logGroupName="kept")["events"]],
    }


def all_items(c, table):
    return [one for page in c.tables.get_paginator("scan").paginate(TableName=table) for one in page["Items"]]


def records(c):
    stream = c.streams.list_streams(TableName="kept")["Streams"][0]["StreamArn"]
    count = 0
    for shard in c.streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        iterator = c.streams.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        count += len(c.streams.get_records(ShardIterator=iterator)["Records"])
    return count


def restored(c):
    backup = c.tables.list_backups(TableName="kept")["BackupSummaries"][0]["BackupArn"]
    c.tables.restore_table_from_backup(TargetTableName="restored", BackupArn=backup)
    wait(lambda: c.tables.describe_table(TableName="restored")["Table"]["TableStatus"] == "ACTIVE")
    return sorted(one["p"]["S"] + one["v"]["S"] for one in all_items(c, "restored"))


def imported(c):
    """What the export wrote is packed by gzip, which has a checksum; an import tells what it could not read."""
    data = [one["Key"] for one in c.s3.list_objects_v2(Bucket="kept", Prefix="export/")["Contents"] if "/data/" in one["Key"]]
    arn = c.tables.import_table(
        S3BucketSource={"S3Bucket": "kept", "S3KeyPrefix": data[0].rsplit("/", 1)[0] + "/"}, InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP", TableCreationParameters={"TableName": "imported", **DEFINITION},
    )["ImportTableDescription"]["ImportArn"]
    described = lambda: c.tables.describe_import(ImportArn=arn)["ImportTableDescription"]
    wait(lambda: described()["ImportStatus"] != "IN_PROGRESS")
    if described()["ImportStatus"] != "COMPLETED" or described()["ErrorCount"]:
        raise Noticed("the import failed")
    return sorted(one["p"]["S"] + one["v"]["S"] for one in all_items(c, "imported"))


def completed(s3):
    upload = s3.list_multipart_uploads(Bucket="kept")["Uploads"][0]["UploadId"]
    parts = s3.list_parts(Bucket="kept", Key="parts", UploadId=upload)["Parts"]
    s3.complete_multipart_upload(
        Bucket="kept", Key="parts", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": one["PartNumber"], "ETag": one["ETag"]} for one in parts]})
    return s3.get_object(Bucket="kept", Key="parts")["Body"].read()


class Noticed(Exception):
    """The server has told that something is damaged."""


def answers(server, user):
    """What is answered, each an answer or the error that was told."""
    asked = questions(Clients(server.port, ROOT_KEY, ROOT_SECRET), user)
    given = {}
    for name, question in asked.items():
        try:
            given[name] = ("answer", question())
        except ClientError as refused:
            status = refused.response["ResponseMetadata"]["HTTPStatusCode"]
            given[name] = ("noticed" if status >= 500 else "lost", str(refused))
        except (Noticed, ResponseStreamingError) as noticed:
            given[name] = ("noticed", str(noticed))
        except (KeyError, IndexError, RuntimeError) as missing:
            given[name] = ("lost", repr(missing))
    return given


def start(folder):
    return Server("256m", "disk", options=OPTIONS, is_prepared=False, folder=folder)


def images(folder):
    """Copies of a server's files, and the keys of a user: as it left them when it was told to stop, and when it was killed."""
    made = os.path.join(folder, "made")
    os.mkdir(made)
    server = start(made)
    user = fill(Clients(server.port, ROOT_KEY, ROOT_SECRET))
    server.stops()
    server = start(made)
    put(Clients(server.port, ROOT_KEY, ROOT_SECRET), "kept", 200, 50)
    server.process.kill()
    server.process.wait()
    killed = shutil.copytree(made, os.path.join(folder, "killed"))
    start(made).stops()
    return [made, killed], user


def files(image):
    found = collections.defaultdict(list)
    for place, _, names in os.walk(os.path.join(image, "data")):
        for name in names:
            path = os.path.relpath(os.path.join(place, name), os.path.join(image, "data"))
            if os.path.getsize(os.path.join(image, "data", path)):
                found[kind(path)].append(path)
    return found


def damage(path, source):
    """Damages a file, and tells how."""
    with open(path, "rb") as file:
        old = file.read()
    new, at = bytearray(old), source.randrange(len(old))
    how = source.choice(["bit", "bit", "zeros", "cut", "emptied"])
    if how == "bit":
        new[at] ^= 1 << source.randrange(8)
    elif how == "zeros":
        length = source.randrange(1, 512)
        new[at : at + length] = bytes(len(new[at : at + length]))
    else:
        del new[0 if how == "emptied" else at :]
    mode = os.stat(path).st_mode
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(new)
    os.chmod(path, mode)
    return "%s at %d of %d" % (how, at, len(old)), bytes(new) != old


def round_of(image, path, expected, user, source, folder):
    """What comes of one damage: 'same', 'noticed', or what was silently wrong."""
    copy = shutil.copytree(image, os.path.join(folder, "copy"))
    how, is_damaged = damage(os.path.join(copy, "data", path), source)
    if not is_damaged:
        shutil.rmtree(copy)
        return how, "same", []
    try:
        server = start(copy)
    except SystemExit:
        with open(os.path.join(copy, "log"), errors="replace") as log:
            said = log.read()
        shutil.rmtree(copy)
        return how, "refused to start", [] if "\tat " not in said else ["refused with a stack trace: " + said[-600:]]
    try:
        given = answers(server, user)
    finally:
        server.end()
    wrong = [
        "%s: %s" % (name, str(answer)[:300])
        for name, (kind_of_answer, answer) in given.items()
        if kind_of_answer == "lost" or kind_of_answer == "answer" and answer != expected[name][1]
    ]
    noticed = any(kind_of_answer == "noticed" for kind_of_answer, _ in given.values())
    return how, "noticed" if noticed else "same", wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--kinds", default="", help="only files with one of these in their names")
    options = parser.parse_args()
    os.environ["STATOR_ROOT_SECRET_ACCESS_KEY"] = ROOT_SECRET
    source = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="damage-")
    print("seed %d" % options.seed, flush=True)
    told, failures = collections.defaultdict(collections.Counter), 0
    try:
        both, user = images(folder)
        expected = []
        for image in both:
            server = start(shutil.copytree(image, os.path.join(folder, "sound")))
            expected.append(answers(server, user))
            server.end()
            unsound = {name: given for name, given in expected[-1].items() if given[0] != "answer"}
            if unsound:
                raise SystemExit("without any damage: %s" % unsound)
        places = [(i, name, paths) for i, image in enumerate(both) for name, paths in sorted(files(image).items())]
        places = [place for place in places if any(part in place[1] for part in options.kinds.split(","))]
        source.shuffle(places)
        for number in range(options.rounds):
            i, name, paths = places[number % len(places)]
            path = source.choice(paths)
            how, outcome, wrong = round_of(both[i], path, expected[i], user, source, folder)
            told[name][outcome] += 1
            told[name]["SILENT"] += bool(wrong)
            failures += bool(wrong)
            if wrong:
                print("%s (%s), %s, %s:\n    %s" % (
                    path, ["stopped", "killed"][i], how, outcome, "\n    ".join(wrong)), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    columns = ["same", "noticed", "refused to start", "SILENT"]
    print("| file | %s |\n|---|%s" % (" | ".join(columns), "---:|" * len(columns)))
    for name, counts in sorted(told.items()):
        print("| `%s` | %s |" % (name, " | ".join(str(counts[column]) for column in columns)))
    print("%d rounds, %d silent" % (options.rounds, failures))
    sys.exit(1 if failures else 0)


main()
