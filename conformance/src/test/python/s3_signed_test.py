"""S3 of a server that verifies who calls: chunks that are signed one by one, bucket policies, what everybody may do.

Run by the conformance tests with STATOR_ENDPOINT and the root's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set. The signatures are computed here, by
the specification ("Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks"), not by a library.
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import os
import re
import unittest
import urllib.parse
import uuid
import zlib

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
HOST = urllib.parse.urlsplit(ENDPOINT).netloc
KEY, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
EMPTY = hashlib.sha256(b"").hexdigest()
CHUNK = 8192


def client(service, key=KEY, secret=SECRET):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
    )


S3 = client("s3")


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Chunked:
    """A body in chunks, each signed with the one before."""

    def __init__(self, path, body, kind, trailers=()):
        self.time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        self.scope = f"{self.time[:8]}/us-east-1/s3/aws4_request"
        key = sign(("AWS4" + SECRET).encode(), self.time[:8])
        for part in ("us-east-1", "s3", "aws4_request"):
            key = sign(key, part)
        self.key = key
        self.headers = {
            "content-encoding": "aws-chunked",
            "host": HOST,
            "x-amz-content-sha256": kind,
            "x-amz-date": self.time,
            "x-amz-decoded-content-length": str(len(body)),
        }
        if trailers:
            self.headers["x-amz-trailer"] = ",".join(name for name, _ in trailers)
        names = ";".join(sorted(self.headers))
        canonical = "\n".join(["PUT", path, "", *(f"{name}:{self.headers[name]}" for name in sorted(self.headers)), "", names, kind])
        request = "\n".join(["AWS4-HMAC-SHA256", self.time, self.scope, hashlib.sha256(canonical.encode()).hexdigest()])
        self.signature = sign(self.key, request).hex()
        self.headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={KEY}/{self.scope}, SignedHeaders={names}, Signature={self.signature}"
        pieces = [body[i : i + CHUNK] for i in range(0, len(body), CHUNK)] + [b""]
        chunks = [self.chunk(piece) for piece in pieces]
        if trailers:
            chunks[-1] = chunks[-1][:-2] + self.trailer(trailers)
        self.body = b"".join(chunks)

    def next(self, kind, *hashes):
        text = "\n".join([kind, self.time, self.scope, self.signature, *hashes])
        self.signature = sign(self.key, text).hex()
        return self.signature

    def chunk(self, piece):
        signature = self.next("AWS4-HMAC-SHA256-PAYLOAD", EMPTY, hashlib.sha256(piece).hexdigest())
        return f"{len(piece):x};chunk-signature={signature}\r\n".encode() + piece + b"\r\n"

    def trailer(self, trailers):
        text = "".join(f"{name}:{value}\n" for name, value in trailers)
        signature = self.next("AWS4-HMAC-SHA256-TRAILER", hashlib.sha256(text.encode()).hexdigest())
        lines = "".join(f"{name}:{value}\r\n" for name, value in trailers)
        return f"{lines}x-amz-trailer-signature:{signature}\r\n\r\n".encode()

    def put(self, path, body=None):
        connection = http.client.HTTPConnection(HOST)
        connection.request("PUT", path, body or self.body, self.headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        code = re.search("<Code>(.*?)</Code>", text)
        return response.status, code and code.group(1)


class SignedTest(unittest.TestCase):
    def setUp(self):
        self.bucket = "signed-" + uuid.uuid4().hex
        S3.create_bucket(Bucket=self.bucket)
        self.path = f"/{self.bucket}/k"
        self.body = os.urandom(3 * CHUNK + 5)

    def got(self):
        return S3.get_object(Bucket=self.bucket, Key="k")["Body"].read()

    def nothing_is_there(self):
        with self.assertRaises(ClientError) as caught:
            S3.head_object(Bucket=self.bucket, Key="k")
        self.assertEqual("404", caught.exception.response["Error"]["Code"])

    def test_chunks_that_are_signed_well(self):
        put = Chunked(self.path, self.body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
        self.assertEqual((200, None), put.put(self.path))
        self.assertEqual(self.body, self.got())

    def test_a_chunk_that_was_changed(self):
        put = Chunked(self.path, self.body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
        for place in (100, len(put.body) // 2, len(put.body) - 100):
            changed = bytearray(put.body)
            changed[place] ^= 1
            status, code = put.put(self.path, bytes(changed))
            self.assertIn((status, code), [(403, "SignatureDoesNotMatch"), (400, "IncompleteBody")], place)
            self.nothing_is_there()
        second_first = put.body.split(b"\r\n")
        status, code = put.put(self.path, put.body.replace(put.body[:20], put.body[:19] + b"0", 1))
        self.assertEqual(403, status, second_first[0])
        self.nothing_is_there()

    def test_a_chunk_that_is_left_out(self):
        put = Chunked(self.path, self.body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
        chunk = len(f"{CHUNK:x};chunk-signature=") + 64 + 2 + CHUNK + 2
        status, code = put.put(self.path, put.body[chunk:])
        self.assertEqual((403, "SignatureDoesNotMatch"), (status, code))
        self.nothing_is_there()

    def test_trailers_are_signed_too(self):
        crc = base64.b64encode(zlib.crc32(self.body).to_bytes(4, "big")).decode()
        put = Chunked(self.path, self.body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", [("x-amz-checksum-crc32", crc)])
        other = base64.b64encode(b"\0\0\0\0").decode()
        status, code = put.put(self.path, put.body.replace(crc.encode(), other.encode()))
        self.assertEqual((403, "SignatureDoesNotMatch"), (status, code))
        self.nothing_is_there()
        self.assertEqual((200, None), put.put(self.path))
        self.assertEqual(self.body, self.got())

    def test_the_body_is_the_one_whose_hash_was_signed(self):
        url = f"{ENDPOINT}{self.path}"
        from botocore.auth import S3SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        request = AWSRequest("PUT", url, data=b"mine", headers={"x-amz-content-sha256": hashlib.sha256(b"mine").hexdigest()})
        S3SigV4Auth(Credentials(KEY, SECRET), "s3", "us-east-1").add_auth(request)
        connection = http.client.HTTPConnection(HOST)
        connection.request("PUT", self.path, b"hers", dict(request.headers.items()))
        response = connection.getresponse()
        self.assertEqual(400, response.status)
        self.assertIn("XAmzContentSHA256Mismatch", response.read().decode())
        self.nothing_is_there()

    def test_policies_of_the_bucket_and_of_the_user(self):
        """A user with no policy of its own: what the bucket's says, per key and per action; a Deny wins; the root keeps the bucket."""
        iam = client("iam")
        name = "user-" + uuid.uuid4().hex
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        user = client("s3", key["AccessKeyId"], key["SecretAccessKey"])
        for each in ("open/a", "secret/a"):
            S3.put_object(Bucket=self.bucket, Key=each, Body=b"x")

        def outcome(operation, **parameters):
            try:
                getattr(user, operation)(Bucket=self.bucket, **parameters)
                return "allowed"
            except ClientError as error:
                return error.response["Error"]["Code"]

        self.assertEqual("AccessDenied", outcome("get_object", Key="open/a"))
        arn = iam.get_user(UserName=name)["User"]["Arn"]
        statements = [
            {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{self.bucket}/*"},
            {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{self.bucket}"},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/secret/*"},
        ]
        S3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
        self.assertEqual("allowed", outcome("get_object", Key="open/a"))
        self.assertEqual("allowed", outcome("list_objects_v2"))
        self.assertEqual("allowed", outcome("put_object", Key="open/b", Body=b"y"))
        self.assertEqual("AccessDenied", outcome("get_object", Key="secret/a"))
        self.assertEqual("AccessDenied", outcome("delete_object", Key="open/a"))
        self.assertEqual("AccessDenied", outcome("delete_bucket_policy"))
        S3.delete_bucket_policy(Bucket=self.bucket)
        self.assertEqual("AccessDenied", outcome("get_object", Key="open/a"))

    def test_conditions_of_policies(self):
        """What S3 knows of a request: prefixes of lists, storage classes, tags; and of one that nobody signed: where it comes from, and how."""
        iam = client("iam")
        name = "user-" + uuid.uuid4().hex
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        user = client("s3", key["AccessKeyId"], key["SecretAccessKey"])
        bucket, objects = f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"

        def allow(action, resource, condition):
            return {"Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition}

        statements = [
            allow("s3:ListBucket", bucket, {"StringLike": {"s3:prefix": ["home/*"]}, "StringEquals": {"s3:delimiter": "/"}}),
            allow("s3:PutObject", objects, {"StringEquals": {"s3:x-amz-storage-class": "STANDARD_IA", "s3:authType": "REST-HEADER"}}),
            allow("s3:GetObject", objects, {"StringEquals": {"s3:ExistingObjectTag/Team": "blue"}}),
        ]
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)

        def outcome(operation, **parameters):
            try:
                getattr(user, operation)(Bucket=self.bucket, **parameters)
                return "allowed"
            except ClientError as error:
                return error.response["Error"]["Code"]

        S3.put_object(Bucket=self.bucket, Key="blue", Body=b"x", Tagging="Team=blue")
        S3.put_object(Bucket=self.bucket, Key="red", Body=b"x", Tagging="Team=red")
        self.assertEqual("allowed", outcome("list_objects_v2", Prefix="home/a", Delimiter="/"))
        self.assertEqual("AccessDenied", outcome("list_objects_v2", Prefix="home/a"))
        self.assertEqual("AccessDenied", outcome("list_objects_v2", Prefix="hom", Delimiter="/"))
        self.assertEqual("AccessDenied", outcome("list_objects_v2"))
        self.assertEqual("allowed", outcome("put_object", Key="k", Body=b"x", StorageClass="STANDARD_IA"))
        self.assertEqual("AccessDenied", outcome("put_object", Key="k", Body=b"x"))
        self.assertEqual("allowed", outcome("get_object", Key="blue"))
        self.assertEqual("AccessDenied", outcome("get_object", Key="red"))

        def anonymous(*conditions):
            public = [{"Principal": "*", **allow("s3:GetObject", objects, condition)} for condition in conditions]
            S3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": public}))
            connection = http.client.HTTPConnection(HOST)
            connection.request("GET", f"/{self.bucket}/blue")
            response = connection.getresponse()
            response.read()
            connection.close()
            return response.status

        S3.delete_public_access_block(Bucket=self.bucket)
        self.assertEqual(200, anonymous({"IpAddress": {"aws:SourceIp": ["127.0.0.0/8", "::1/128"]}}))
        self.assertEqual(403, anonymous({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}))
        self.assertEqual(200, anonymous({"Bool": {"aws:SecureTransport": "false"}}))
        self.assertEqual(403, anonymous({"Bool": {"aws:SecureTransport": "true"}}))

    def test_nobody_signs_what_a_browser_asks_beforehand(self):
        rules = [{"AllowedOrigins": ["https://app.example"], "AllowedMethods": ["GET"]}]
        S3.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": rules})
        S3.put_object(Bucket=self.bucket, Key="k", Body=b"x")
        for origin, status in (("https://app.example", 200), ("https://evil.example", 403)):
            connection = http.client.HTTPConnection(HOST)
            connection.request("OPTIONS", self.path, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
            self.assertEqual(status, connection.getresponse().status)
        connection = http.client.HTTPConnection(HOST)
        connection.request("GET", self.path, headers={"Origin": "https://app.example"})
        self.assertEqual(403, connection.getresponse().status)


if __name__ == "__main__":
    unittest.main()
