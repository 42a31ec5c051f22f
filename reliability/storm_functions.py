"""What a storm asks of functions: their code is changed and deleted while it starts and runs."""

import time
import urllib.error
import urllib.request

from botocore.exceptions import ClientError
from storm_caller import archive

ROLE = "arn:aws:iam::000000000000:role/any"
CODES = [archive("def h(e, c):\n return %d\n" % i) for i in range(3)] + [archive("def h(e, c):\n raise ValueError\n")]
LAYERS = [archive("X = %d\n" % i) for i in range(2)] + [CODES[0]]
PYTHON = {"Runtime": "python3.12", "Role": ROLE, "Handler": "a.h"}


def operations(c):
    functions = c.functions

    def invoke():
        functions.invoke(FunctionName=c.function(), Payload=b"{}")

    def invoke_qualified():
        functions.invoke(FunctionName=c.function(), Qualifier=c.pick("live", "1", "2", "$LATEST"), Payload=b"{}")

    def give_layers():
        versions = [layer["LatestMatchingVersion"]["LayerVersionArn"] for layer in functions.list_layers()["Layers"]]
        functions.update_function_configuration(
            FunctionName=c.function(), Timeout=1 + c.number(9), Layers=versions[: c.number(3)])

    def event_of_a_deleted_function():
        name = c.function()
        functions.invoke(FunctionName=name, Payload=b"{}", InvocationType="Event")
        functions.delete_function(FunctionName=name)

    def call_url():
        url = functions.get_function_url_config(FunctionName=c.function())["FunctionUrl"]
        name = url.split("//")[1].split(".")[0]
        try:
            with urllib.request.urlopen("%s/_lambda-url/%s/" % (c.endpoint, name), timeout=60) as answer:
                answer.read()
        except urllib.error.HTTPError as refused:
            # A function that fails is told as 502, as AWS does.
            if refused.code >= 500 and refused.code != 502:
                raise RuntimeError("a function's URL answers %d: %s" % (refused.code, refused.read()[:300]))

    return [
        lambda: functions.create_function(
            FunctionName=c.function(), Code={"ZipFile": c.pick(*CODES)}, Publish=c.chance(), **PYTHON),
        lambda: functions.create_function(
            FunctionName=c.function(), Code={"ZipFile": c.pick(*CODES)}, Publish=c.chance(), **PYTHON),
        lambda: functions.delete_function(FunctionName=c.function()),
        invoke,
        invoke,
        invoke_qualified,
        lambda: functions.invoke(FunctionName=c.function(), Payload=b"{}", InvocationType="Event"),
        event_of_a_deleted_function,
        lambda: functions.put_function_event_invoke_config(
            FunctionName=c.function(), MaximumRetryAttempts=0,
            DestinationConfig={"OnFailure": {"Destination": c.arn("lambda", "function:" + c.function())}}),
        lambda: functions.delete_function_event_invoke_config(FunctionName=c.function()),
        lambda: functions.update_function_code(
            FunctionName=c.function(), ZipFile=c.pick(*CODES), DryRun=c.number(3) == 0),
        give_layers,
        lambda: functions.publish_version(FunctionName=c.function()),
        lambda: functions.create_alias(FunctionName=c.function(), Name="live", FunctionVersion=c.pick("1", "2")),
        lambda: functions.update_alias(FunctionName=c.function(), Name="live", FunctionVersion=c.pick("1", "2")),
        lambda: functions.delete_alias(FunctionName=c.function(), Name="live"),
        lambda: functions.publish_layer_version(
            LayerName="layer%d" % c.number(2), Content={"ZipFile": c.pick(*LAYERS)}),
        lambda: functions.delete_layer_version(LayerName="layer%d" % c.number(2), VersionNumber=1 + c.number(30)),
        lambda: functions.get_function(FunctionName=c.function()),
        lambda: functions.list_functions(),
        lambda: functions.list_versions_by_function(FunctionName=c.function()),
        lambda: functions.put_function_concurrency(
            FunctionName=c.function(), ReservedConcurrentExecutions=c.number(3)),
        lambda: functions.delete_function_concurrency(FunctionName=c.function()),
        lambda: functions.create_function_url_config(FunctionName=c.function(), AuthType="NONE"),
        lambda: functions.delete_function_url_config(FunctionName=c.function()),
        call_url,
        lambda: functions.add_permission(
            FunctionName=c.function(), StatementId="s", Action="lambda:InvokeFunction", Principal="*"),
        lambda: functions.remove_permission(FunctionName=c.function(), StatementId="s"),
        lambda: functions.list_event_source_mappings(),
    ]


def first(c, i):
    """Functions of the same code come at the same moment: 12 callers, 4 functions."""
    name = "first%d" % (i % 4)

    def make_and_invoke():
        try:
            c.functions.create_function(FunctionName=name, Code={"ZipFile": CODES[0]}, **PYTHON)
        except c.functions.exceptions.ResourceConflictException:
            pass
        for _ in range(40):
            try:
                c.functions.invoke(FunctionName=name, Payload=b"{}")
                return
            except c.functions.exceptions.ResourceNotFoundException:
                time.sleep(0.1)
            except ClientError as refused:
                if "Pending" not in str(refused):
                    raise
                time.sleep(0.1)
        raise RuntimeError(name + " was never ready")

    return [make_and_invoke]
