"""What must be true of a server that was started again on the data of a storm, and what of one from which all was deleted."""

import os
import subprocess
import time
import urllib.request

from botocore.exceptions import BotoCoreError, ClientError
from server import java_program

SETTLES_IN_SECONDS = 60
SETTLED_TABLE = ("ACTIVE", "INACCESSIBLE_ENCRYPTION_CREDENTIALS")
SETTLED_JOB = ("COMPLETED", "FAILED", "CANCELLED")
SYSTEM_BACKUP = "-00000000"
# Events that are to be tried again go when they are due.
KINDS_OF_FUNCTIONS = [
    "lambda-" + kind for kind in ("function", "version", "alias", "setting", "layer", "mapping", "checkpoint")
]
TOLD_CHARACTERS_MAX = 300


def unsettled(c):
    """What is still half made when there was time to finish it, or cannot be read."""
    found = []
    end = time.time() + SETTLES_IN_SECONDS
    for look in (tables, archives, objects, functions, identity, watching):
        left = told(look, c)
        while left and time.time() < end:
            time.sleep(0.5)
            left = told(look, c)
        found += ["after a restart: " + one for one in left]
    return found


def told(look, c):
    """What a look finds, or that it cannot look."""
    try:
        return list(look(c) or [])
    except (ClientError, BotoCoreError, OSError) as problem:
        return ["%s: %s" % (look.__name__, problem)]


def tables(c):
    for client in (c.tables, c.tables_elsewhere):
        for name in client.list_tables()["TableNames"]:
            table = client.describe_table(TableName=name)["Table"]
            for kind in ("GlobalSecondaryIndexes", "VectorIndexes"):
                for index in table.get(kind, []):
                    if index["IndexStatus"] != "ACTIVE":
                        yield "the index of %s is %s" % (name, index["IndexStatus"])
            for replica in table.get("Replicas", []):
                if replica["ReplicaStatus"] != "ACTIVE":
                    yield "the replica of %s is %s" % (name, replica["ReplicaStatus"])
            if table["TableStatus"] not in SETTLED_TABLE:
                yield "%s is %s" % (name, table["TableStatus"])
                continue
            client.scan(TableName=name)
            client.put_item(TableName=name, Item={"p": {"S": "afterwards"}})


def archives(c):
    for client in (c.tables, c.tables_elsewhere):
        for backup in client.list_backups(BackupType="ALL")["BackupSummaries"]:
            if backup["BackupStatus"] != "AVAILABLE":
                yield "%s is %s" % (backup["BackupArn"], backup["BackupStatus"])
    for export in c.tables.list_exports()["ExportSummaries"]:
        if export["ExportStatus"] not in SETTLED_JOB:
            yield "%s is %s" % (export["ExportArn"], export["ExportStatus"])
    for one in c.tables.list_imports()["ImportSummaryList"]:
        if one["ImportStatus"] not in SETTLED_JOB:
            yield "%s is %s" % (one["ImportArn"], one["ImportStatus"])


def objects(c):
    for bucket in [one["Name"] for one in c.s3.list_buckets()["Buckets"]]:
        for version in pages(c.s3, "list_object_versions", "Versions", Bucket=bucket):
            found = c.s3.get_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
            size = len(found["Body"].read())
            if size != version["Size"]:
                yield "%s in %s has %d bytes, not %d" % (version["Key"], bucket, size, version["Size"])
        for upload in pages(c.s3, "list_multipart_uploads", "Uploads", Bucket=bucket):
            c.s3.list_parts(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])


def functions(c):
    for function in pages(c.functions, "list_functions", "Functions", FunctionVersion="ALL"):
        arn = function["FunctionArn"]
        found = c.functions.get_function(FunctionName=arn)
        state = found["Configuration"]
        if state["State"] == "Pending" or state["LastUpdateStatus"] == "InProgress":
            yield "%s is %s, %s" % (arn, state["State"], state["LastUpdateStatus"])
            continue
        with urllib.request.urlopen(found["Code"]["Location"], timeout=60) as code:
            code.read()
        try:
            c.functions.invoke(FunctionName=arn, Payload=b"{}")["Payload"].read()
        except c.functions.exceptions.TooManyRequestsException:
            pass  # It has no place reserved.
    for layer in pages(c.functions, "list_layers", "Layers"):
        for version in pages(c.functions, "list_layer_versions", "LayerVersions", LayerName=layer["LayerName"]):
            found = c.functions.get_layer_version(LayerName=layer["LayerName"], VersionNumber=version["Version"])
            with urllib.request.urlopen(found["Content"]["Location"], timeout=60) as code:
                code.read()
    for mapping in pages(c.functions, "list_event_source_mappings", "EventSourceMappings"):
        if mapping["State"] not in ("Enabled", "Disabled"):
            yield "the mapping %s is %s" % (mapping["UUID"], mapping["State"])


def identity(c):
    """Whatever is attached is there, and so is every group that somebody is in."""
    all_there = c.iam.get_account_authorization_details()
    policies = {one["Arn"] for one in all_there["Policies"]}
    groups = {one["GroupName"] for one in all_there["GroupDetailList"]}
    for kind in ("UserDetailList", "RoleDetailList", "GroupDetailList"):
        for one in all_there[kind]:
            boundary = one.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
            attached = {policy["PolicyArn"] for policy in one["AttachedManagedPolicies"]} | ({boundary} if boundary else set())
            for arn in attached - policies:
                yield "%s has %s, which is gone" % (one["Arn"], arn)
            for group in set(one.get("GroupList", [])) - groups:
                yield "%s is in %s, which is gone" % (one["Arn"], group)


def watching(c):
    for group in c.logs.describe_log_groups()["logGroups"]:
        for stream in c.logs.describe_log_streams(logGroupName=group["logGroupName"])["logStreams"]:
            c.logs.get_log_events(logGroupName=group["logGroupName"], logStreamName=stream["logStreamName"])
    c.metrics.list_metrics()
    c.metrics.describe_alarms()
    c.scaling.describe_scalable_targets(ServiceNamespace="dynamodb")


def pages(client, operation, member, **request):
    return [one for page in client.get_paginator(operation).paginate(**request) for one in page.get(member, [])]


def cleared(c):
    """Deletes all that a storm has made; what will not go."""
    end = time.time() + SETTLES_IN_SECONDS
    while True:
        problems = [problem for clear in (clear_functions, clear_buckets, clear_tables) for problem in told(clear, c)]
        left = [name for client in (c.tables, c.tables_elsewhere) for name in client.list_tables()["TableNames"]]
        left += [one["Name"] for one in c.s3.list_buckets()["Buckets"]]
        if not left and not problems or time.time() > end:
            return ["%s cannot be deleted" % name for name in left] + problems
        time.sleep(0.5)


def clear_functions(c):
    for mapping in pages(c.functions, "list_event_source_mappings", "EventSourceMappings"):
        c.functions.delete_event_source_mapping(UUID=mapping["UUID"])
    for function in pages(c.functions, "list_functions", "Functions"):
        c.functions.delete_function(FunctionName=function["FunctionName"])
    for layer in pages(c.functions, "list_layers", "Layers"):
        for version in pages(c.functions, "list_layer_versions", "LayerVersions", LayerName=layer["LayerName"]):
            c.functions.delete_layer_version(LayerName=layer["LayerName"], VersionNumber=version["Version"])


def clear_buckets(c):
    for bucket in [one["Name"] for one in c.s3.list_buckets()["Buckets"]]:
        for upload in pages(c.s3, "list_multipart_uploads", "Uploads", Bucket=bucket):
            c.s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        for kind in ("Versions", "DeleteMarkers"):
            for version in pages(c.s3, "list_object_versions", kind, Bucket=bucket):
                c.s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
        c.s3.delete_bucket(Bucket=bucket)


def clear_tables(c):
    """A table may be in use for a moment, or go with its replica."""
    for client in (c.tables, c.tables_elsewhere):
        for name in client.list_tables()["TableNames"]:
            try:
                client.delete_table(TableName=name)
            except (client.exceptions.ResourceInUseException, client.exceptions.ResourceNotFoundException):
                pass
        for backup in client.list_backups(BackupType="USER")["BackupSummaries"]:
            client.delete_backup(BackupArn=backup["BackupArn"])


def contradictions(directory, kinds_that_are_gone=()):
    """What the data of a server that has stopped say against themselves."""
    check = subprocess.run(java_program("DataCheck.java", directory, *kinds_that_are_gone), capture_output=True, text=True, timeout=300)
    return ["the data: " + line[:TOLD_CHARACTERS_MAX] for line in (check.stdout + (check.stderr if check.returncode else "")).splitlines()]


def files_left(directory):
    """Files and folders of buckets, code and backups when all of them were deleted, but for those that the service makes."""
    # What was being written when the server was killed stays in "unfinished" for an hour: it may be another server's.
    kept = ("s3/.stator/buckets", "functions", "backups", "messages")
    found = [one for name in kept for one in files_in(os.path.join(directory, name))]
    return [one for one in found if SYSTEM_BACKUP not in one]


def files_in(folder):
    return ["left over: " + one.path for one in os.scandir(folder)] if os.path.isdir(folder) else []
