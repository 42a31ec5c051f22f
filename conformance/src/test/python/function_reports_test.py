"""Reports about other emulators' functions and triggers, each tried here: docs/function-reports.md lists them.

A check is named by the reports it is about. It fails if what they report happens here.
"""

import base64
import io
import json
import os
import socket
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile

import boto3
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
OPTIONS = {
    "endpoint_url": ENDPOINT, "region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test",
}
ROLE = "arn:aws:iam::000000000000:role/any"
functions = boto3.client("lambda", **OPTIONS)
tables = boto3.client("dynamodb", **OPTIONS)
streams = boto3.client("dynamodbstreams", **OPTIONS)
buckets = boto3.client("s3", **OPTIONS)
logs = boto3.client("logs", **OPTIONS)


class Told:
    """What functions tell of, in the order in which it comes."""

    def __init__(self):
        self.lines = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            with connection, connection.makefile("rb") as lines:
                line = lines.readline()
                if line:
                    self.lines.append(json.loads(line))
                    connection.sendall(b".")

    def of(self, name):
        return [value for who, value in self.lines if who == name]

    def wait(self, name, enough):
        end = time.time() + 60
        while not enough(self.of(name)):
            assert time.time() < end, (name, self.of(name))
            time.sleep(0.02)
        return self.of(name)


TOLD = Told()
TELL = f"""
import json, os, socket
def tell(value):
    s = socket.create_connection(("127.0.0.1", {TOLD.listener.getsockname()[1]}))
    s.sendall((json.dumps([os.environ["AWS_LAMBDA_FUNCTION_NAME"], value]) + "\\n").encode())
    s.recv(1)
    s.close()
def numbers(event): return [int(r["dynamodb"]["Keys"]["k"]["S"][1:]) for r in event["Records"]]
"""


def archive(file, code, executable=False):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        info = zipfile.ZipInfo(file)
        info.external_attr = (0o755 if executable else 0o644) << 16
        zipped.writestr(info, code)
    return data.getvalue()


def function(name, code, runtime="python3.12", file="f.py", **more):
    code = code if runtime.startswith("provided") else TELL + code
    functions.create_function(
        FunctionName=name, Runtime=runtime, Role=ROLE, Handler="f.handler", Timeout=more.pop("Timeout", 20),
        Code={"ZipFile": archive(file, code, file == "bootstrap")}, **more)


def table(name):
    made = tables.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    return made["TableDescription"]["LatestStreamArn"]


def put(name, number, **more):
    tables.put_item(TableName=name, Item={"k": {"S": f"k{number}"}, **more})


def follow(stream, name, **more):
    made = functions.create_event_source_mapping(
        EventSourceArn=stream, FunctionName=name, StartingPosition=more.pop("StartingPosition", "TRIM_HORIZON"), **more)
    return made["UUID"]


def invoke(name, payload=b"{}", **more):
    answer = functions.invoke(FunctionName=name, Payload=payload, **more)
    return answer, answer["Payload"].read()


def open_url(url, data=None, **headers):
    """Over the path, because not every machine finds names below localhost."""
    identifier = url.split("//")[1].split(".")[0]
    request = urllib.request.Request(f"{ENDPOINT}/_lambda-url/{identifier}/", data=data, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


# Streams that trigger functions.

TELL_NUMBERS = "def handler(event, context):\n    tell(numbers(event))\n"


def a_stream_triggers_a_function():
    """localstack 323, 519, 8046, 1620; cloudemu 569"""
    stream = table("First")
    function("first", TELL_NUMBERS)
    follow(stream, "first", StartingPosition="LATEST")
    put("First", 1)
    assert TOLD.wait("first", lambda told: told) == [[1]]


def every_function_of_a_stream_is_called_each_time():
    """localstack 7918"""
    stream = table("Both")
    for name in ("both1", "both2"):
        function(name, TELL_NUMBERS)
        follow(stream, name, BatchSize=1)
    for i in range(20):
        put("Both", i)
    for name in ("both1", "both2"):
        told = TOLD.wait(name, lambda told: len(told) >= 20)
        assert sorted(sum(told, [])) == list(range(20)), told


def partiql_triggers_too():
    """localstack 6507"""
    stream = table("Language")
    function("language", TELL_NUMBERS)
    follow(stream, "language")
    tables.execute_statement(Statement="INSERT INTO \"Language\" VALUE {'k': 'k7'}")
    assert TOLD.wait("language", lambda told: told) == [[7]]


def mappings_of_a_table_that_was_deleted_stay_silent():
    """localstack 2561"""
    function("again", TELL_NUMBERS)
    for i in range(3):
        stream = table("Again")
        follow(stream, "again")
        put("Again", i)
        TOLD.wait("again", lambda told: [i] in told)
        if i < 2:
            tables.delete_table(TableName="Again")
    time.sleep(0.5)
    assert TOLD.of("again") == [[0], [1], [2]], TOLD.of("again")


def records_are_whole():
    """localstack 5957 (event id), 1655 (the mapping names the stream); moto 8253 (event name), 4266 (readers see the records)"""
    stream = table("Whole")
    function("whole", "def handler(event, context):\n    for r in event['Records']: tell([r['eventID'], r['eventName'], r['eventSourceARN']])\n")
    identifier = follow(stream, "whole")
    assert functions.get_event_source_mapping(UUID=identifier)["EventSourceArn"] == stream
    put("Whole", 1)
    put("Whole", 1, v={"N": "1"})
    tables.delete_item(TableName="Whole", Key={"k": {"S": "k1"}})
    told = TOLD.wait("whole", lambda told: len(told) == 3)
    assert [name for _, name, _ in told] == ["INSERT", "MODIFY", "REMOVE"] and {arn for _, _, arn in told} == {stream}
    assert len({one for one, _, _ in told}) == 3 and all(one for one, _, _ in told), told
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    assert len(streams.get_records(ShardIterator=iterator)["Records"]) == 3


def a_mapping_is_changed_and_switched_off():
    """localstack 5982 (changes), 2541 (off)"""
    stream = table("Changed")
    for name in ("changed1", "changed2"):
        function(name, TELL_NUMBERS)
    identifier = follow(stream, "changed1", BatchSize=1)
    put("Changed", 1)
    TOLD.wait("changed1", lambda told: told)
    functions.update_event_source_mapping(UUID=identifier, FunctionName="changed2", BatchSize=100)
    put("Changed", 2)
    assert TOLD.wait("changed2", lambda told: told) == [[2]] and TOLD.of("changed1") == [[1]]
    functions.update_event_source_mapping(UUID=identifier, Enabled=False)
    put("Changed", 3)
    time.sleep(0.5)
    assert TOLD.of("changed2") == [[2]]


def filters_hold_for_each_record():
    """localstack 10716 (one match lets all in), 10325 (exists: false)"""
    stream = table("Filtered")
    for i in range(6):
        put("Filtered", i, **({"v": {"S": "x"}} if i % 2 else {}))
    for name, rule in (("has", True), ("lacks", False)):
        function(name, TELL_NUMBERS)
        pattern = json.dumps({"dynamodb": {"NewImage": {"v": {"S": [{"exists": rule}]}}}})
        follow(stream, name, FilterCriteria={"Filters": [{"Pattern": pattern}]})
    assert sum(TOLD.wait("has", lambda told: len(sum(told, [])) == 3), []) == [1, 3, 5]
    assert sum(TOLD.wait("lacks", lambda told: len(sum(told, [])) == 3), []) == [0, 2, 4]


def reported_items_come_again_and_then_go_where_failures_go():
    """floci 3262 (they count as done), 3620 (S3 gets nothing); localstack 11262 (nothing for the destination)"""
    buckets.create_bucket(Bucket="given-up")
    stream = table("Reported")
    for i in range(4):
        put("Reported", i)
    function(
        "reported",
        "def handler(event, context):\n    tell(numbers(event))\n"
        "    bad = [r['dynamodb']['SequenceNumber'] for r in event['Records'] if r['dynamodb']['Keys']['k']['S'] == 'k2']\n"
        "    return {'batchItemFailures': [{'itemIdentifier': n} for n in bad]}\n")
    identifier = follow(
        stream, "reported", FunctionResponseTypes=["ReportBatchItemFailures"], MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::given-up"}})
    keys = []
    end = time.time() + 60
    while not keys and time.time() < end:
        keys = [found["Key"] for found in buckets.list_objects_v2(Bucket="given-up").get("Contents", [])]
        time.sleep(0.1)
    assert keys and keys[0].startswith(f"aws/lambda/{identifier}/shardId-"), keys
    record = json.load(buckets.get_object(Bucket="given-up", Key=keys[0])["Body"])
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted", record
    assert "k2" in json.dumps(record["payload"]["Records"]), record
    assert sum(2 in told for told in TOLD.of("reported")) == 2, TOLD.of("reported")


def a_batch_is_halved_until_the_bad_record_is_alone():
    """yulin 1296 (bisection refused); localstack 5807 (how often it was invoked is not told)"""
    stream = table("Halved")
    for i in range(8):
        put("Halved", i)
    function(
        "halved",
        "def handler(event, context):\n    if 5 in numbers(event): raise ValueError('five')\n    tell(numbers(event))\n")
    buckets.create_bucket(Bucket="halves")
    follow(
        stream, "halved", BisectBatchOnFunctionError=True, MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::halves"}})
    told = TOLD.wait("halved", lambda told: len(set(sum(told, []))) == 7)
    assert sorted(sum(told, [])) == [0, 1, 2, 3, 4, 6, 7], told
    end = time.time() + 60
    while "Contents" not in (found := buckets.list_objects_v2(Bucket="halves")) and time.time() < end:
        time.sleep(0.1)
    record = json.load(buckets.get_object(Bucket="halves", Key=found["Contents"][0]["Key"])["Body"])
    assert record["DDBStreamBatchInfo"]["batchSize"] == 1 and record["requestContext"]["approximateInvokeCount"] >= 1, record


def a_mapping_can_be_made_and_deleted_as_terraform_does():
    """moto 7268"""
    stream = table("Terraform")
    function("terraform", TELL_NUMBERS)
    identifier = follow(stream, "arn:aws:lambda:us-east-1:000000000000:function:terraform", MaximumBatchingWindowInSeconds=1)
    assert functions.get_event_source_mapping(UUID=identifier)["State"] in ("Creating", "Enabled")
    assert functions.delete_event_source_mapping(UUID=identifier)["State"] == "Deleting"
    try:
        functions.get_event_source_mapping(UUID=identifier)
        raise AssertionError("it is still there")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException", error


# URLs.


def urls_carry_what_they_are_given():
    """localstack 9842 (JSON in base64), 7009 (no answer), 7403 (cookies twice); floci 3153 (bytes, cookies, errors)"""
    function("url", "def handler(event, context):\n    if event.get('body') == 'fail': raise ValueError('x')\n    return event\n")
    url = functions.create_function_url_config(FunctionName="url", AuthType="NONE")["FunctionUrl"]
    _, _, body = open_url(url, b'{"a": 1}', **{"Content-Type": "application/json", "Cookie": "a=1; b=2"})
    event = json.loads(body)
    assert event["body"] == '{"a": 1}' and event["isBase64Encoded"] is False, event
    assert event["cookies"] == ["a=1", "b=2"] and "cookie" not in event["headers"], event
    _, _, body = open_url(url, bytes([0, 255, 128, 10]), **{"Content-Type": "application/octet-stream"})
    event = json.loads(body)
    assert event["isBase64Encoded"] is True and base64.b64decode(event["body"]) == bytes([0, 255, 128, 10]), event
    status, _, body = open_url(url, b"fail", **{"Content-Type": "text/plain"})
    assert (status, body) == (502, b"Internal Server Error"), (status, body)


def each_cookie_is_a_header():
    """localstack 12577, 12633; ministack 749; sam-cli 3168"""
    function(
        "cookies",
        "def handler(event, context): return {'statusCode': '302', 'headers': {'Location': '/x'},"
        " 'cookies': ['a=1; Path=/; HttpOnly', 'b=2; Path=/'], 'body': ''}\n")
    url = functions.create_function_url_config(FunctionName="cookies", AuthType="NONE")["FunctionUrl"]

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments):
            return None

    identifier = url.split("//")[1].split(".")[0]
    try:
        urllib.request.build_opener(Stay).open(f"{ENDPOINT}/_lambda-url/{identifier}/")
        raise AssertionError("it went on")
    except urllib.error.HTTPError as answer:
        assert answer.code == 302 and answer.headers["Location"] == "/x", answer.headers
        assert answer.headers.get_all("Set-Cookie") == ["a=1; Path=/; HttpOnly", "b=2; Path=/"], answer.headers


# Functions.


def time_is_told_and_limited():
    """sam-cli 2535 (remaining time), 1762 (timeouts over the limit)"""
    function("time", "def handler(event, context): return context.get_remaining_time_in_millis()\n", Timeout=20)
    _, left = invoke("time")
    assert 0 < int(left) <= 20_000, left
    try:
        functions.update_function_configuration(FunctionName="time", Timeout=901)
        raise AssertionError("901 seconds were taken")
    except ClientError as error:
        assert "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900" in str(error)


def a_function_that_cannot_start_is_told_at_once():
    """localstack 4824, 7792, 8970 (no answer, or started again and again)"""
    function("bad", "import nothing_of_that_name\n")
    begin = time.time()
    answer, body = invoke("bad")
    assert answer["FunctionError"] == "Unhandled" and b"Runtime.ImportModuleError" in body, body
    assert time.time() - begin < 20
    function("gone", "#!/bin/sh\nexit 3\n", runtime="provided.al2023", file="bootstrap")
    answer, body = invoke("gone")
    assert answer["FunctionError"] == "Unhandled" and b"exit status 3" in body, body


def both_outputs_of_an_own_runtime_are_logged():
    """aws-lambda-base-images 12"""
    function(
        "own",
        "#!/bin/sh\necho to-stdout\necho to-stderr >&2\nwhile :; do\n"
        '  curl -s -D "$TMPDIR/head" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" >/dev/null\n'
        "  id=$(grep -i request-id \"$TMPDIR/head\" | tr -d '\\r' | cut -d' ' -f2)\n"
        '  curl -s -d 1 "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" >/dev/null\ndone\n',
        runtime="provided.al2023", file="bootstrap")
    assert invoke("own")[1] == b"1"
    end = time.time() + 30
    while time.time() < end:
        try:
            lines = [e["message"] for e in logs.filter_log_events(logGroupName="/aws/lambda/own")["events"]]
        except ClientError:
            lines = []
        if "to-stdout" in lines and "to-stderr" in lines:
            return
        time.sleep(0.1)
    raise AssertionError(lines)


def a_function_reaches_this_server_by_itself():
    """localstack 8939"""
    function(
        "reaches",
        "import boto3\ndef handler(event, context): return len(boto3.client('dynamodb').list_tables()['TableNames']) > 0\n")
    assert invoke("reaches")[1] == b"true"


def layers_are_there():
    """localstack 7255"""
    layer = functions.publish_layer_version(LayerName="more", Content={"ZipFile": archive("python/more.py", "NAME = 'more'\n")})
    function("layered", "import more\ndef handler(event, context): return more.NAME\n", Layers=[layer["LayerVersionArn"]])
    assert invoke("layered")[1] == b'"more"'
    # A function that has a layer goes on with it when its version is deleted; the next process has it, too.
    functions.delete_layer_version(LayerName="more", VersionNumber=layer["Version"])
    functions.update_function_configuration(FunctionName="layered", Description="a process of its own")
    assert invoke("layered")[1] == b'"more"'


def a_folder_is_run_as_it_is():
    """localstack 11415, 11788"""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for answer in ("one", "two", "three"):
            with open(os.path.join(folder, "f.py"), "w") as file:
                file.write(f"def handler(event, context): return {answer!r}\n")
            if answer == "one":
                functions.create_function(
                    FunctionName="hot", Runtime="python3.12", Role=ROLE, Handler="f.handler",
                    Code={"S3Bucket": "hot-reload", "S3Key": folder})
            assert invoke("hot")[1] == json.dumps(answer).encode()


def an_event_that_fails_goes_to_the_dead_letters():
    """floci 4194, 4193; cloudemu 998; gopherstack 313"""
    function("dead", "def handler(event, context):\n    tell(event)\n    raise ValueError('no')\n")
    function("letters", "def handler(event, context): tell([event['requestContext']['condition'], event['requestPayload']])\n")
    functions.put_function_event_invoke_config(
        FunctionName="dead", MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:lambda:us-east-1:000000000000:function:letters"}})
    assert invoke("dead", b'{"a": 1}', InvocationType="Event")[0]["StatusCode"] == 202
    assert TOLD.wait("letters", lambda told: told) == [["RetriesExhausted", {"a": 1}]]
    assert TOLD.of("dead") == [{"a": 1}]


def answers_say_what_they_are():
    """localstack 4061"""
    function("typed", "def handler(event, context): return {}\n")
    answer, body = invoke("typed")
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/json" and body == b"{}"
    assert answer["ExecutedVersion"] == "$LATEST" and answer["StatusCode"] == 200


def filtered_records_hold_nothing_up():
    """yulin 1347"""
    stream = table("Passed")
    function("passed", TELL_NUMBERS)
    pattern = json.dumps({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"v": {"N": ["1"]}}}})
    identifier = follow(stream, "passed", FilterCriteria={"Filters": [{"Pattern": pattern}]})
    told = functions.get_event_source_mapping(UUID=identifier)
    assert told["FilterCriteria"] == {"Filters": [{"Pattern": pattern}]}, told
    for i in range(30):
        put("Passed", i, v={"N": str(i % 3)})
    told = TOLD.wait("passed", lambda told: sum(map(len, told)) >= 10)
    assert sum(told, []) == list(range(1, 30, 3)), told


# Versions and aliases.

ANSWER = "def handler(event, context): return [%r, context.function_version]\n"


def a_qualifier_is_obeyed():
    """floci 2821, 2958; localstack 4910, 4158"""
    function("qualified", ANSWER % "one", Publish=True)
    functions.get_waiter("function_active_v2").wait(FunctionName="qualified")
    functions.update_function_code(FunctionName="qualified", ZipFile=archive("f.py", ANSWER % "two"), Publish=True)
    functions.get_waiter("function_updated_v2").wait(FunctionName="qualified")
    alias = functions.create_alias(FunctionName="qualified", Name="live", FunctionVersion="$LATEST")
    assert alias["FunctionVersion"] == "$LATEST" and alias["AliasArn"].endswith(":function:qualified:live"), alias
    for qualifier, version, answer in (("1", "1", "one"), ("2", "2", "two"), ("live", "$LATEST", "two"), ("$LATEST", "$LATEST", "two")):
        invoked, body = invoke("qualified", Qualifier=qualifier)
        assert (invoked["ExecutedVersion"], json.loads(body)) == (version, [answer, version]), (qualifier, invoked, body)
        assert functions.get_function(FunctionName="qualified", Qualifier=qualifier)["Configuration"]["Version"] == version
        assert functions.get_function_configuration(FunctionName="qualified", Qualifier=qualifier)["Version"] == version
    for qualifier in ("99", "notaversion"):
        for call in (functions.get_function, functions.get_function_configuration, functions.invoke):
            error = refused(call, FunctionName="qualified", Qualifier=qualifier)
            assert error == ("ResourceNotFoundException", 404, f"Function not found: arn:aws:lambda:us-east-1:000000000000:function:qualified:{qualifier}"), error
    assert functions.list_event_source_mappings(FunctionName="qualified:live")["EventSourceMappings"] == []


def refused(call, **request):
    try:
        call(**request)
    except ClientError as e:
        return e.response["Error"]["Code"], e.response["ResponseMetadata"]["HTTPStatusCode"], e.response["Error"]["Message"]
    raise AssertionError("taken")


def a_version_is_published_if_there_is_something_new():
    """floci 2822; cloudemu 1127; localstack 3281; moto 5641, 8337"""
    code = archive("f.py", ANSWER % "same")
    function("published", ANSWER % "same")
    functions.get_waiter("function_active_v2").wait(FunctionName="published")
    assert [functions.publish_version(FunctionName="published")["Version"] for _ in range(3)] == ["1"] * 3
    # As moto measured on AWS (8379): every update of the code counts as something new.
    for version in ("2", "3"):
        assert functions.update_function_code(FunctionName="published", ZipFile=code, Publish=True)["Version"] == version
        functions.get_waiter("function_updated_v2").wait(FunctionName="published")
    other = "A" * 43 + "="
    error = refused(functions.publish_version, FunctionName="published", CodeSha256=other)
    assert error[:2] == ("InvalidParameterValueException", 400), error
    assert error[2].startswith(f"CodeSHA256 ({other}) is different from current CodeSHA256 in $LATEST"), error
    before = functions.get_function_configuration(FunctionName="published")
    dry = functions.update_function_code(FunctionName="published", ZipFile=archive("f.py", "new"), DryRun=True)
    after = functions.get_function_configuration(FunctionName="published")
    assert dry["CodeSha256"] != before["CodeSha256"] == after["CodeSha256"] and before["RevisionId"] == after["RevisionId"]


# Invocations.

def invocations_tell_their_status_and_logs():
    """localstack 823, 321; moto 2973; ministack 1087"""
    function("status", "def handler(event, context): print('x' * 5000, 'end of it')\n")
    statuses = [invoke("status", InvocationType=kind)[0]["StatusCode"] for kind in ("RequestResponse", "Event", "DryRun")]
    assert statuses == [200, 202, 204], statuses
    assert "LogResult" not in invoke("status")[0]
    log = base64.b64decode(invoke("status", LogType="Tail")[0]["LogResult"])
    assert len(log) == 4096 and b"end of it" in log and b"REPORT RequestId" in log, log
    error = refused(functions.get_function_configuration, FunctionName="nothing")
    assert error == ("ResourceNotFoundException", 404, "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nothing"), error


def destinations_are_kept_and_told():
    """localstack 4408 (only one of them), 3373 (the answer is in the record), 7912 (they are listed)"""
    function("happy", "def handler(event, context): return {'answer': event['a']}\n")
    function("listener", "def handler(event, context): tell([event['requestContext']['condition'], event['responsePayload'], event['responseContext']])\n")
    arn = "arn:aws:lambda:us-east-1:000000000000:function:"
    config = {"OnSuccess": {"Destination": arn + "listener"}}
    functions.put_function_event_invoke_config(FunctionName="happy", DestinationConfig=config)
    listed = functions.list_function_event_invoke_configs(FunctionName="happy")["FunctionEventInvokeConfigs"]
    assert [each["FunctionArn"] for each in listed] == [arn + "happy:$LATEST"], listed
    assert listed[0]["DestinationConfig"]["OnSuccess"] == config["OnSuccess"], listed
    invoke("happy", b'{"a": 1}', InvocationType="Event")
    told = TOLD.wait("listener", lambda told: told)
    assert told == [["Success", {"answer": 1}, {"statusCode": 200, "executedVersion": "$LATEST"}]], told


def notifications_encode_keys():
    """localstack 2741; moto 9060"""
    function("notified", "def handler(event, context): tell([r['s3']['object']['key'] for r in event['Records']])\n")
    buckets.create_bucket(Bucket="notifying")
    buckets.put_bucket_notification_configuration(Bucket="notifying", NotificationConfiguration={"LambdaFunctionConfigurations": [
        {"LambdaFunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:notified", "Events": ["s3:ObjectCreated:*"]}]})
    buckets.put_object(Bucket="notifying", Key="files/2017-11-15 14:22:21_a+b.csv", Body=b"x")
    assert TOLD.wait("notified", lambda told: told) == [["files/2017-11-15+14%3A22%3A21_a%2Bb.csv"]]


CHECKS = [value for value in list(globals().values()) if callable(value) and getattr(value, "__doc__", None) and value.__doc__[:1].islower()]
for check in CHECKS:
    if check.__name__ in ("both_outputs_of_an_own_runtime_are_logged",) and not os.path.exists("/usr/bin/curl"):
        continue
    check()
    print("ok", check.__name__, "--", check.__doc__, flush=True)
sys.exit(0)
