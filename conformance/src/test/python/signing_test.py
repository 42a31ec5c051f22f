"""A server that verifies: boto3's and the CLI's own signatures in the header and in the query, of lasting keys and of sessions, and
wrong ones.

Run by the conformance tests with STATOR_ENDPOINT and the root's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set.
"""

import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
REGION = "us-east-1"
CLI = "/usr/bin/aws"


def client(service, keys=None, **config):
    keys = keys or {}
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=keys.get("AccessKeyId", os.environ["AWS_ACCESS_KEY_ID"]),
        aws_secret_access_key=keys.get("SecretAccessKey", os.environ["AWS_SECRET_ACCESS_KEY"]),
        aws_session_token=keys.get("SessionToken"),
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, signature_version="v4", **config)
        if service != "s3"
        else Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, signature_version="s3v4"),
    )


def fetch(url, method="GET", body=None):
    try:
        request = urllib.request.Request(url, data=body, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def cli(*arguments, keys=None, **more):
    environment = dict(os.environ, AWS_DEFAULT_REGION=REGION, AWS_CONFIG_FILE=os.devnull, **more)
    if keys:
        environment.update(
            AWS_ACCESS_KEY_ID=keys["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=keys["SecretAccessKey"],
            AWS_SESSION_TOKEN=keys["SessionToken"],
        )
    return subprocess.run(
        [CLI, "--endpoint-url", ENDPOINT, *arguments], env=environment, capture_output=True, text=True, check=False)


class Signing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = client("sts").get_session_token()["Credentials"]
        client("s3").create_bucket(Bucket="signing-test")

    def test_in_the_header(self):
        for keys in (None, self.session):
            self.assertIn("TableNames", client("dynamodb", keys).list_tables())
            self.assertTrue(client("s3", keys).list_buckets()["Buckets"])
            client("s3", keys).put_object(Bucket="signing-test", Key="a b/ü", Body=b"content")

    def test_without_or_with_another_token(self):
        for token in (None, self.session["SessionToken"] + "x", "x"):
            with self.assertRaises(ClientError) as caught:
                client("dynamodb", {**self.session, "SessionToken": token}).list_tables()
            self.assertEqual("UnrecognizedClientException", caught.exception.response["Error"]["Code"])

    def test_links(self):
        for keys in (None, self.session):
            who = client("sts", keys).generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
            status, text = fetch(who)
            self.assertEqual(200, status, text)
            self.assertIn("<Arn>arn:aws:iam::000000000000:root</Arn>", text)
            place = {"Bucket": "signing-test", "Key": "by link +%"}
            s3 = client("s3", keys)
            status, text = fetch(s3.generate_presigned_url("put_object", Params=place), "PUT", b"by link")
            self.assertEqual(200, status, text)
            link = s3.generate_presigned_url("get_object", Params=place)
            self.assertEqual((200, "by link"), fetch(link))
            self.assertEqual(403, fetch(link.replace("by%20link", "by%20Link"))[0])
            self.assertEqual(403, fetch(link, "DELETE")[0])

    @unittest.skipUnless(os.path.exists(CLI), "no AWS CLI")
    def test_command_line(self):
        self.assertEqual(0, cli("dynamodb", "list-tables").returncode)
        self.assertEqual(0, cli("dynamodb", "list-tables", keys=self.session).returncode)
        refused = cli("dynamodb", "list-tables", AWS_SECRET_ACCESS_KEY="another")
        self.assertIn("InvalidSignatureException", refused.stderr)
        who = json.loads(cli("sts", "get-caller-identity", "--output", "json", keys=self.session).stdout)
        self.assertEqual("arn:aws:iam::000000000000:root", who["Arn"])
        for keys in (None, self.session):
            link = cli("s3", "presign", "s3://signing-test/by-cli", keys=keys).stdout.strip()
            self.assertEqual(404, fetch(link)[0], "signed well; the key is not there")
            self.assertEqual(403, fetch(link.replace("by-cli", "by-CLI"))[0])


if __name__ == "__main__":
    unittest.main()
