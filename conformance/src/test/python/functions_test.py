"""Functions as tutorials make them: by awslocal and both versions of the AWS CLI, and by boto3."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

ENDPOINT = os.environ["STATOR_ENDPOINT"]
AWSLOCAL = os.environ["STATOR_AWSLOCAL"]
CODE = '''
import json
import boto3

def lambda_handler(event, context):
    print(f"Event: {json.dumps(event)}")
    dynamodb = boto3.client("dynamodb")
    if event["action"] == "create_user":
        dynamodb.put_item(TableName="RoxsUsers", Item={"UserId": {"S": event["user_data"]["name"]}})
        return {"statusCode": 200, "body": json.dumps({"message": "created"})}
    if event["action"] == "list_users":
        found = dynamodb.scan(TableName="RoxsUsers")["Items"]
        return {"statusCode": 200, "body": json.dumps({"users": sorted(item["UserId"]["S"] for item in found)})}
    return {"statusCode": 400, "body": json.dumps({"error": "unknown action"})}
'''


def clis():
    """The folders of the CLIs that are installed."""
    found = ["/usr/bin"] if os.path.exists("/usr/bin/aws") else []
    first = os.path.expanduser("~/.pyenv/shims")
    return found + [first] if os.path.exists(os.path.join(first, "aws")) else found


class Shell:
    """Runs awslocal with one CLI in a folder of its own."""

    def __init__(self, folder, cli):
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "PATH": cli + ":" + os.environ["PATH"],
            "AWS_ENDPOINT_URL": ENDPOINT,
            "AWS_PAGER": "",
            "XDG_CACHE_HOME": folder,
        }

    def run(self, *arguments, fails=False):
        done = subprocess.run(
            ["sh", AWSLOCAL, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert (done.returncode != 0) == fails, (arguments, done.stdout, done.stderr)
        return done.stderr if fails else done.stdout

    def read(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return file.read()


def tutorial(cli, is_first):
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(folder, cli)
        with zipfile.ZipFile(os.path.join(folder, "lambda-dynamodb.zip"), "w") as archive:
            archive.writestr("lambda_dynamodb.py", CODE)
        shell.run(
            "dynamodb", "create-table", "--table-name", "RoxsUsers",
            "--attribute-definitions", "AttributeName=UserId,AttributeType=S",
            "--key-schema", "AttributeName=UserId,KeyType=HASH",
            "--billing-mode", "PAY_PER_REQUEST",
        )
        created = json.loads(
            shell.run(
                "lambda", "create-function", "--function-name", "roxs-dynamodb-function", "--runtime", "python3.9",
                "--role", "arn:aws:iam::000000000000:role/lambda-role", "--handler", "lambda_dynamodb.lambda_handler",
                "--zip-file", "fileb://lambda-dynamodb.zip", "--timeout", "30", "--description", "Users in a table",
            )
        )
        assert created["State"] == "Pending", created
        shell.run("lambda", "wait", "function-active-v2", "--function-name", "roxs-dynamodb-function")
        invoke = ("lambda", "invoke", "--function-name", "roxs-dynamodb-function", "--payload")
        shell.run(*invoke, '{\n    "action": "create_user",\n    "user_data": {\n        "name": "Lambda User"\n    }\n}', "out.json")
        assert json.loads(shell.read("out.json"))["statusCode"] == 200, shell.read("out.json")
        shell.run(*invoke, '{"action": "list_users"}', "list.json")
        assert json.loads(json.loads(shell.read("list.json"))["body"]) == {"users": ["Lambda User"]}
        shell.run(*invoke, '{"action": "dance"}', "no.json")
        assert json.loads(shell.read("no.json"))["statusCode"] == 400
        logs = logged(shell, "/aws/lambda/roxs-dynamodb-function", '"dance"')
        assert "Event: " in logs, logs
        shell.run("lambda", "delete-function", "--function-name", "roxs-dynamodb-function")
        gone = shell.run("lambda", "get-function", "--function-name", "roxs-dynamodb-function", fails=True)
        assert "(ResourceNotFoundException)" in gone and "Function not found: arn:aws:lambda:us-east-1" in gone, gone
        trigger(shell, ("python", "node", "own", "java") if is_first else ("python",))
        shell.run("dynamodb", "delete-table", "--table-name", "RoxsUsers")


def logged(shell, group, pattern):
    end = time.time() + 60
    while time.time() < end:
        found = shell.run(
            "logs", "filter-log-events", "--log-group-name", group, "--filter-pattern", pattern,
            "--query", "events[].message", "--output", "text",
        )
        if found.strip():
            return found
        time.sleep(0.1)
    raise AssertionError("nothing was logged in " + group)


OWN = """#!/bin/sh
while :; do
  event=$(curl -s -D "$TMPDIR/head" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  id=$(grep -i request-id "$TMPDIR/head" | tr -d '\\r' | cut -d' ' -f2)
  echo "saw $event"
  curl -s -d 1 "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" >/dev/null
done
"""
JAVA = """
public class Seen {
    public String handle(java.util.Map<String, Object> event) {
        System.out.println("saw " + event);
        return "ok";
    }
}
"""


def java_archive(folder):
    """Compiled by the JDK that runs the tests."""
    tools = os.path.join(os.environ["JAVA_HOME"], "bin")
    with open(os.path.join(folder, "Seen.java"), "w") as source:
        source.write(JAVA)
    subprocess.run([os.path.join(tools, "javac"), "--release", "17", "Seen.java"], cwd=folder, check=True)
    subprocess.run([os.path.join(tools, "jar"), "-cf", "java.zip", "Seen.class"], cwd=folder, check=True)


def trigger(shell, names):
    """A stream is switched on and triggers a function: by Python, Node.js, Java, and a runtime of its own."""
    shell.run(
        "dynamodb", "update-table", "--table-name", "RoxsUsers",
        "--stream-specification", "StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES",
    )
    stream = shell.run(
        "dynamodb", "describe-table", "--table-name", "RoxsUsers", "--query", "Table.LatestStreamArn", "--output", "text"
    ).strip()
    programs = {
        "python": ("python3.12", "f.py", "def handler(event, context): print('saw', event['Records'][0]['dynamodb']['Keys'])"),
        "node": (
            "nodejs20.x",
            "f.js",
            "exports.handler = async (event) => console.log('saw', JSON.stringify(event.Records[0].dynamodb.Keys));",
        ),
        "own": ("provided.al2023", "bootstrap", OWN),
        "java": ("java17", "", ""),
    }
    programs = {name: programs[name] for name in names}
    for name, (runtime, file, code) in programs.items():
        if name == "java":
            java_archive(shell.folder)
        else:
            with zipfile.ZipFile(os.path.join(shell.folder, name + ".zip"), "w") as archive:
                entry = zipfile.ZipInfo(file)
                entry.external_attr = 0o755 << 16
                archive.writestr(entry, code)
        shell.run(
            "lambda", "create-function", "--function-name", name, "--runtime", runtime,
            "--handler", "Seen::handle" if name == "java" else "f.handler", "--timeout", "60", "--memory-size", "512",
            "--role", "arn:aws:iam::000000000000:role/any", "--zip-file", "fileb://" + name + ".zip",
        )
        mapping = json.loads(
            shell.run(
                "lambda", "create-event-source-mapping", "--function-name", name, "--event-source-arn", stream,
                "--starting-position", "LATEST",
            )
        )
        assert mapping["State"] == "Creating" and mapping["BatchSize"] == 100, mapping
    shell.run("dynamodb", "put-item", "--table-name", "RoxsUsers", "--item", '{"UserId": {"S": "day55"}}')
    for name in programs:
        seen = logged(shell, "/aws/lambda/" + name, "day55")
        assert "saw" in seen, seen
        mappings = json.loads(shell.run("lambda", "list-event-source-mappings", "--function-name", name))
        shell.run("lambda", "delete-event-source-mapping", "--uuid", mappings["EventSourceMappings"][0]["UUID"])
        shell.run("lambda", "delete-function", "--function-name", name)


def everything_else():
    """What boto3 can ask for: each answer is parsed by the service's own model."""
    import boto3

    client = boto3.client(
        "lambda", endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "import os, shared\ndef handler(e, c): return [shared.NAME, os.environ.get('XY'), c.function_version]")
    layer = io.BytesIO()
    with zipfile.ZipFile(layer, "w") as file:
        file.writestr("python/shared.py", "NAME = 'layer'")
    published = client.publish_layer_version(LayerName="shared", Content={"ZipFile": layer.getvalue()})
    assert published["Version"] == 1
    client.create_function(
        FunctionName="all", Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r", Handler="f.handler",
        Code={"ZipFile": archive.getvalue()}, Layers=[published["LayerVersionArn"]], Timeout=20,
        Environment={"Variables": {"XY": "y"}}, Tags={"a": "b"},
    )
    client.get_waiter("function_active_v2").wait(FunctionName="all")
    assert json.load(client.invoke(FunctionName="all")["Payload"]) == ["layer", "y", "$LATEST"]
    client.update_function_configuration(FunctionName="all", Environment={"Variables": {"XY": "z"}})
    client.get_waiter("function_updated_v2").wait(FunctionName="all")
    assert client.publish_version(FunctionName="all")["Version"] == "1"
    client.create_alias(FunctionName="all", Name="live", FunctionVersion="1")
    assert json.load(client.invoke(FunctionName="all", Qualifier="live")["Payload"]) == ["layer", "z", "1"]
    client.add_permission(FunctionName="all", StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
    assert json.loads(client.get_policy(FunctionName="all")["Policy"])["Statement"][0]["Sid"] == "s3"
    client.remove_permission(FunctionName="all", StatementId="s3")
    arn = client.get_function(FunctionName="all")["Configuration"]["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={"c": "d"})
    client.untag_resource(Resource=arn, TagKeys=["a"])
    assert client.list_tags(Resource=arn)["Tags"] == {"c": "d"}
    client.put_function_event_invoke_config(FunctionName="all", MaximumRetryAttempts=0)
    assert client.get_function_event_invoke_config(FunctionName="all")["MaximumRetryAttempts"] == 0
    client.put_function_concurrency(FunctionName="all", ReservedConcurrentExecutions=5)
    assert client.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] == 995
    assert len(client.list_versions_by_function(FunctionName="all")["Versions"]) == 2
    assert client.list_layers()["Layers"][0]["LayerName"] == "shared"
    client.delete_function(FunctionName="all")


def watched():
    """What a function does is in the metrics, and what it prints in the live tail while it prints it."""
    import datetime

    import boto3
    import botocore.eventstream

    options = {"endpoint_url": ENDPOINT, "region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client("lambda", **options)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "def handler(e, c):\n    print('told', e)\n    if e.get('fail'): raise ValueError('x')\n    return 1\n")
    client.create_function(
        FunctionName="watched", Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r", Handler="f.handler",
        Code={"ZipFile": archive.getvalue()}, Timeout=20,
    )
    for payload in (b"{}", b'{"fail": 1}', b"{}"):
        client.invoke(FunctionName="watched", Payload=payload)
    now = datetime.datetime.now(datetime.timezone.utc)
    metrics = boto3.client("cloudwatch", **options)
    sums = {}
    for name in ("Invocations", "Errors", "Throttles"):
        points = metrics.get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=name, Dimensions=[{"Name": "FunctionName", "Value": "watched"}],
            StartTime=now - datetime.timedelta(minutes=10), EndTime=now + datetime.timedelta(minutes=2), Period=60, Statistics=["Sum"],
        )["Datapoints"]
        sums[name] = sum(point["Sum"] for point in points)
    assert sums == {"Invocations": 3, "Errors": 1, "Throttles": 0}, sums

    # The SDK here is older than StartLiveTail; its reader of event streams is not.
    request = urllib.request.Request(
        ENDPOINT, json.dumps({"logGroupIdentifiers": ["/aws/lambda/watched"], "logEventFilterPattern": "told"}).encode(),
        {"X-Amz-Target": "Logs_20140328.StartLiveTail", "Content-Type": "application/x-amz-json-1.1", "X-Amz-Date": "20260101T000000Z",
         "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=00"},
    )
    for _ in range(200):
        if boto3.client("logs", **options).describe_log_groups(logGroupNamePrefix="/aws/lambda/watched")["logGroups"]:
            break
        time.sleep(0.1)
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"] == "application/vnd.amazon.eventstream"
        buffer = botocore.eventstream.EventStreamBuffer()
        kinds, messages = [], []
        while not messages:
            buffer.add_data(answer.read1(65536))
            for frame in buffer:
                event = frame.to_response_dict()
                kinds.append(event["headers"][":event-type"])
                if kinds[-1] == "sessionStart":
                    client.invoke(FunctionName="watched", Payload=b'{"live": 1}')
                messages += [one["message"] for one in json.loads(event["body"]).get("sessionResults", [])]
            assert len(kinds) < 30, kinds
    assert kinds[:3] == ["initial-response", "sessionStart", "sessionUpdate"], kinds
    assert messages == ["told {'live': 1}"], messages
    client.delete_function(FunctionName="watched")


for cli in clis():
    tutorial(cli, cli == clis()[0])
everything_else()
watched()
sys.exit(0)
