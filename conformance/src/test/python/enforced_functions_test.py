"""Functions where callers are looked at: each is a session of its role, and URLs ask policies."""

import io
import json
import os
import sys
import urllib.error
import urllib.request
import zipfile

import boto3
import botocore.auth
import botocore.awsrequest
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
CODE = """
import boto3
def handler(event, context):
    if "requestContext" in event:
        return event["requestContext"].get("authorizer", {}).get("iam", {}).get("userArn", "anybody")
    answers = [boto3.client("sts").get_caller_identity()["Arn"]]
    for call in ("list_tables", "list_backups"):
        try:
            getattr(boto3.client("dynamodb"), call)()
            answers.append("allowed")
        except Exception as error:
            answers.append(str(error))
    return answers
"""
functions = boto3.client("lambda", endpoint_url=ENDPOINT)
identities = boto3.client("iam", endpoint_url=ENDPOINT)
trust = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}
role = identities.create_role(RoleName="lister", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
identities.put_role_policy(RoleName="lister", PolicyName="list", PolicyDocument=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*"}]}))
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    file.writestr("f.py", CODE)
definition = {
    "FunctionName": "lister", "Runtime": "python3.12", "Handler": "f.handler", "Timeout": 60,
    "Code": {"ZipFile": archive.getvalue()},
}
try:
    functions.create_function(Role=role + "-of-nobody", **definition)
    raise AssertionError("a role that is not there was taken")
except ClientError as error:
    assert "The role defined for the function cannot be assumed by Lambda." in str(error), error
functions.create_function(Role=role, **definition)

# The process has the credentials of a session of the role, and may do what the role may.
arn, listed, backups = json.load(functions.invoke(FunctionName="lister")["Payload"])
assert ":assumed-role/lister/lister" in arn and listed == "allowed", (arn, listed)
assert "AccessDeniedException" in backups and "dynamodb:ListBackups" in backups, backups


def call(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def at_path(url):
    """Not every machine finds names below localhost."""
    return f"{ENDPOINT}/_lambda-url/{url.split('//')[1].split('.')[0]}/"


# A URL for everybody needs a policy that says so.
url = at_path(functions.create_function_url_config(FunctionName="lister", AuthType="NONE")["FunctionUrl"])
status, body = call(url)
assert status == 403 and "Forbidden. For troubleshooting Function URL" in body, (status, body)
functions.add_permission(
    FunctionName="lister", StatementId="all", Action="lambda:InvokeFunctionUrl", Principal="*", FunctionUrlAuthType="NONE")
assert call(url) == (200, "anybody"), call(url)

# A URL for those who sign tells the function who it was.
functions.update_function_url_config(FunctionName="lister", AuthType="AWS_IAM")
assert call(url)[0] == 403
request = botocore.awsrequest.AWSRequest("GET", url)
botocore.auth.SigV4Auth(boto3.Session().get_credentials(), "lambda", "us-east-1").add_auth(request)
assert call(url, **dict(request.headers)) == (200, "arn:aws:iam::000000000000:root"), call(url, **dict(request.headers))
sys.exit(0)
