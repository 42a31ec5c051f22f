"""Whoever calls in a storm: clients of all services, and few names, drawn from a seed."""

import io
import json
import random
import time
import urllib.error
import urllib.request
import zipfile

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError
from server import AUTHORIZATION

REGION = "us-east-1"
ELSEWHERE = "eu-west-1"
ACCOUNT = "000000000000"
SECONDS_MAX = 60


def wait(happened):
    end = time.time() + SECONDS_MAX
    while not happened():
        if time.time() > end:
            raise RuntimeError("waited in vain for a minute")
        time.sleep(0.2)


class Clients:
    """One client for each service, shared by all threads; none tries anything again by itself."""

    def __init__(self, port, key="test", secret="test"):
        self.endpoint = "http://127.0.0.1:%d" % port
        self.credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret}
        self.config = Config(
            retries={"max_attempts": 0}, read_timeout=60, max_pool_connections=64, parameter_validation=False)
        self.s3 = self.client("s3")
        self.functions = self.client("lambda")
        self.iam = self.client("iam")
        self.sts = self.client("sts")
        self.logs = self.client("logs")
        self.metrics = self.client("cloudwatch")
        self.scaling = self.client("application-autoscaling")
        self.tables = self.client("dynamodb")
        self.tables_elsewhere = self.client("dynamodb", ELSEWHERE)
        self.streams = self.client("dynamodbstreams")

    def client(self, service, region=REGION):
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=region, config=self.config, **self.credentials)

    def before_each_call(self, step):
        for client in vars(self).values():
            if isinstance(client, BaseClient):
                client.meta.events.register("before-send", lambda **_: step())

    def ask(self, operation, **request):
        """An operation of DynamoDB that an older boto3 does not know."""
        headers = {
            "X-Amz-Target": "DynamoDB_20120810." + operation,
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": AUTHORIZATION,
            "X-Amz-Date": "20260101T000000Z",
        }
        sent = urllib.request.Request(self.endpoint, json.dumps(request).encode(), headers)
        try:
            with urllib.request.urlopen(sent, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            error = {"Code": "Refused", "Message": refused.read().decode(errors="replace")[:300]}
            raise ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": refused.code}}, operation) from None


class Caller(Clients):
    """One thread's view: the shared clients, with choices of its own that a seed decides."""

    def __init__(self, clients, seed):
        self.__dict__.update(clients.__dict__)
        self.random = random.Random(seed)

    def number(self, below):
        return self.random.randrange(below)

    def chance(self):
        return self.random.random() < 0.5

    def pick(self, *choices):
        return self.random.choice(choices)

    def pause(self):
        time.sleep(self.random.random())

    def bucket(self):
        return "bucket%d" % self.number(3)

    def key(self):
        return self.pick("a", "d/a", "d/b", "d/e/c", "x y", "ü") + str(self.number(2))

    def function(self):
        return "function%d" % self.number(3)

    def table(self):
        return "table%d" % self.number(3)

    def user(self):
        return "user%d" % self.number(3)

    def role(self):
        return "role%d" % self.number(3)

    def group(self):
        return "group%d" % self.number(3)

    def policy(self):
        return "policy%d" % self.number(3)

    def arn(self, service, rest):
        region = "" if service == "iam" else REGION
        return "arn:aws:%s:%s:%s:%s" % (service, region, ACCOUNT, rest)


def archive(text):
    """The same bytes for the same text, so that functions share code."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(zipfile.ZipInfo("a.py"), text)
    return packed.getvalue()
