"""S3 through boto3: objects, versions, uploads in parts, and what tools that manage infrastructure ask.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 s3_test.py
"""

import hashlib
import io
import os
import re
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import uuid
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]
S3 = boto3.client(
    "s3",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(
        retries={"max_attempts": 0}, signature_version="s3v4", s3={"addressing_style": "path"}
    ),
)


def knows(operation, member):
    """Whether this version of boto3 knows a member of an operation's input."""
    return member in S3.meta.service_model.operation_model(operation).input_shape.members


class S3Test(unittest.TestCase):
    def setUp(self):
        self.bucket = "test-" + uuid.uuid4().hex
        S3.create_bucket(Bucket=self.bucket)

    def tearDown(self):
        pages = S3.get_paginator("list_object_versions").paginate(Bucket=self.bucket)
        for page in pages:
            for each in page.get("Versions", []) + page.get("DeleteMarkers", []):
                S3.delete_object(
                    Bucket=self.bucket, Key=each["Key"], VersionId=each["VersionId"]
                )
        S3.delete_bucket(Bucket=self.bucket)

    def put(self, key, body=b"x", **more):
        return S3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def get(self, key, **more):
        return S3.get_object(Bucket=self.bucket, Key=key, **more)

    def refused(self, operation, **parameters):
        with self.assertRaises(ClientError) as caught:
            getattr(S3, operation)(Bucket=self.bucket, **parameters)
        response = caught.exception.response
        return (
            response["ResponseMetadata"]["HTTPStatusCode"],
            response["Error"]["Code"],
            response["Error"].get("Message"),
        )

    def test_object_with_metadata(self):
        self.put("a/b c+ä", b"hello", ContentType="text/x", Metadata={"n": "1"}, Tagging="x=1")
        answer = self.get("a/b c+ä")
        self.assertEqual(b"hello", answer["Body"].read())
        self.assertEqual({"n": "1"}, answer["Metadata"])
        self.assertEqual("text/x", answer["ContentType"])
        self.assertEqual(1, answer["TagCount"])
        self.assertEqual('"5d41402abc4b2a76b9719d911017c592"', answer["ETag"])
        overridden = self.get("a/b c+ä", ResponseContentType="text/y")
        self.assertEqual("text/y", overridden["ContentType"])

    def test_ranges(self):
        self.put("k", b"0123456789")
        for given, expected in [("bytes=2-4", b"234"), ("bytes=7-", b"789"), ("bytes=-2", b"89")]:
            answer = self.get("k", Range=given)
            self.assertEqual(206, answer["ResponseMetadata"]["HTTPStatusCode"])
            self.assertEqual(expected, answer["Body"].read())
        self.assertEqual(
            (416, "InvalidRange", "The requested range is not satisfiable"),
            self.refused("get_object", Key="k", Range="bytes=10-20"),
        )

    def test_conditions(self):
        tag = self.put("k")["ETag"]
        failed = (
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
        )
        self.assertEqual(failed, self.refused("get_object", Key="k", IfMatch='"other"'))
        self.assertEqual(304, self.refused("get_object", Key="k", IfNoneMatch=tag)[0])
        if knows("PutObject", "IfNoneMatch"):
            self.assertEqual(
                failed, self.refused("put_object", Key="k", Body=b"y", IfNoneMatch="*")
            )
        self.assertEqual(b"x", self.get("k")["Body"].read())

    def test_what_is_missing(self):
        self.assertEqual(
            (404, "NoSuchKey", "The specified key does not exist."),
            self.refused("get_object", Key="none"),
        )
        self.assertEqual((404, "404", "Not Found"), self.refused("head_object", Key="none"))
        with self.assertRaises(ClientError) as caught:
            S3.get_object(Bucket="no-such-" + uuid.uuid4().hex, Key="k")
        self.assertEqual("NoSuchBucket", caught.exception.response["Error"]["Code"])

    def test_copy(self):
        self.put("k", b"v", Metadata={"n": "1"})
        source = {"Bucket": self.bucket, "Key": "k"}
        S3.copy_object(Bucket=self.bucket, Key="kept", CopySource=source)
        self.assertEqual({"n": "1"}, self.get("kept")["Metadata"])
        S3.copy_object(
            Bucket=self.bucket,
            Key="k",
            CopySource=source,
            MetadataDirective="REPLACE",
            Metadata={"m": "2"},
        )
        self.assertEqual({"m": "2"}, self.get("k")["Metadata"])
        refused = self.refused("copy_object", Key="k", CopySource=source)
        self.assertEqual((400, "InvalidRequest"), refused[:2])

    def test_versions(self):
        S3.put_bucket_versioning(
            Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"}
        )
        first = self.put("k", b"1")["VersionId"]
        second = self.put("k", b"2")["VersionId"]
        marker = S3.delete_object(Bucket=self.bucket, Key="k")
        self.assertTrue(marker["DeleteMarker"])
        self.assertEqual("NoSuchKey", self.refused("get_object", Key="k")[1])
        self.assertEqual(b"1", self.get("k", VersionId=first)["Body"].read())
        self.assertEqual(
            (405, "MethodNotAllowed"),
            self.refused("get_object", Key="k", VersionId=marker["VersionId"])[:2],
        )
        listed = S3.list_object_versions(Bucket=self.bucket)
        self.assertEqual([second, first], [each["VersionId"] for each in listed["Versions"]])
        S3.delete_object(Bucket=self.bucket, Key="k", VersionId=marker["VersionId"])
        self.assertEqual(b"2", self.get("k")["Body"].read())

    def test_lists_by_page(self):
        for i in range(25):
            self.put("p/%02d/x" % i)
        self.put("p/00")
        for name in ["list_objects_v2", "list_objects"]:
            pages = list(
                S3.get_paginator(name).paginate(
                    Bucket=self.bucket,
                    Prefix="p/",
                    Delimiter="/",
                    PaginationConfig={"PageSize": 10},
                )
            )
            self.assertEqual(3, len(pages))
            prefixes = [each["Prefix"] for page in pages for each in page["CommonPrefixes"]]
            self.assertEqual(["p/%02d/" % i for i in range(25)], prefixes)
            keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
            self.assertEqual(["p/00"], keys)

    def test_transfer_in_parts(self):
        content = os.urandom(20_000_000)
        with tempfile.TemporaryDirectory() as folder:
            there = os.path.join(folder, "there")
            back = os.path.join(folder, "back")
            with open(there, "wb") as file:
                file.write(content)
            S3.upload_file(there, self.bucket, "big")
            S3.download_file(self.bucket, "big", back)
            with open(back, "rb") as file:
                self.assertEqual(
                    hashlib.sha256(content).digest(), hashlib.sha256(file.read()).digest()
                )
        parts = [content[at : at + (8 << 20)] for at in range(0, len(content), 8 << 20)]
        digests = b"".join(hashlib.md5(part).digest() for part in parts)
        expected = '"%s-3"' % hashlib.md5(digests).hexdigest()
        self.assertEqual(expected, S3.head_object(Bucket=self.bucket, Key="big")["ETag"])
        second = S3.head_object(Bucket=self.bucket, Key="big", PartNumber=2)
        self.assertEqual(8 << 20, second["ContentLength"])

    def test_upload_by_hand(self):
        upload = S3.create_multipart_upload(Bucket=self.bucket, Key="m")["UploadId"]
        tags = []
        for number in [1, 2]:
            part = S3.upload_part(
                Bucket=self.bucket, Key="m", UploadId=upload, PartNumber=number, Body=b"x"
            )
            tags.append({"PartNumber": number, "ETag": part["ETag"]})
        common = {"Key": "m", "UploadId": upload}
        self.assertEqual(
            (
                400,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
            ),
            self.refused("complete_multipart_upload", MultipartUpload={"Parts": tags}, **common),
        )
        turned = {"Parts": tags[::-1]}
        self.assertEqual(
            "InvalidPartOrder",
            self.refused("complete_multipart_upload", MultipartUpload=turned, **common)[1],
        )
        other = {"Parts": [{"PartNumber": 1, "ETag": '"other"'}]}
        self.assertEqual(
            "InvalidPart",
            self.refused("complete_multipart_upload", MultipartUpload=other, **common)[1],
        )
        listed = S3.list_parts(Bucket=self.bucket, **common)
        self.assertEqual([1, 2], [part["PartNumber"] for part in listed["Parts"]])
        S3.abort_multipart_upload(Bucket=self.bucket, **common)
        self.assertEqual("NoSuchUpload", self.refused("list_parts", **common)[1])

    def test_presigned(self):
        self.put("k", b"v")
        url = S3.generate_presigned_url("get_object", {"Bucket": self.bucket, "Key": "k"})
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(b"v", answer.read())
        url = S3.generate_presigned_url("put_object", {"Bucket": self.bucket, "Key": "p"})
        request = urllib.request.Request(url, data=b"presigned", method="PUT")
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(200, answer.status)
        self.assertEqual(b"presigned", self.get("p")["Body"].read())
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen("%s/%s/k" % (ENDPOINT, self.bucket))
        self.assertEqual(403, caught.exception.code)

    def test_forms_of_web_pages(self):
        """generate_presigned_post, sent as a browser sends it; what its policy does not allow is refused."""

        def send(post, file, **changed):
            boundary = uuid.uuid4().hex
            parts = [
                f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in {**post["fields"], **changed}.items()
            ]
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="cat.txt"\r\nContent-Type: text/plain\r\n\r\n'
            body = ("".join(parts) + head).encode() + file + f"\r\n--{boundary}--\r\n".encode()
            request = urllib.request.Request(
                post["url"], body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, method="POST"
            )
            try:
                answer = urllib.request.urlopen(request)
                return answer.status, answer.headers["ETag"], answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, re.search("<Code>(.*?)</Code>", text := error.read().decode()).group(1), text

        post = S3.generate_presigned_post(
            self.bucket,
            "up/${filename}",
            Fields={"x-amz-meta-color": "blue", "success_action_status": "201"},
            Conditions=[{"x-amz-meta-color": "blue"}, {"success_action_status": "201"}, ["content-length-range", 1, 100_000]],
        )
        file = b"--not a boundary\r\n" + b"x" * 70_000
        status, etag, text = send(post, file)
        self.assertEqual((201, '"' + hashlib.md5(file).hexdigest() + '"'), (status, etag))
        self.assertIn("<Key>up/cat.txt</Key>", text)
        got = self.get("up/cat.txt")
        self.assertEqual((file, {"color": "blue"}), (got["Body"].read(), got["Metadata"]))
        self.assertEqual((403, "AccessDenied"), send(post, file, **{"x-amz-meta-color": "red"})[:2])
        self.assertIn("Extra input fields: x-amz-meta-size", send(post, file, **{"x-amz-meta-size": "1"})[2])
        self.assertEqual((400, "EntityTooLarge"), send(post, b"x" * 100_001)[:2])
        self.assertEqual((400, "EntityTooSmall"), send(post, b"")[:2])
        over = S3.generate_presigned_post(self.bucket, "k", ExpiresIn=-10)
        self.assertIn("Policy expired.", send(over, b"x")[2])

    def test_presigned_in_the_old_way_and_for_too_long(self):
        old = boto3.client(
            "s3",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(signature_version="s3", s3={"addressing_style": "path"}),
        )
        self.put("k", b"v")
        target = {"Bucket": self.bucket, "Key": "k"}
        url = old.generate_presigned_url("get_object", target)
        self.assertIn("AWSAccessKeyId=", url)
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(b"v", answer.read())
        late = [c.generate_presigned_url("get_object", target, ExpiresIn=1) for c in [old, S3]]
        time.sleep(3)
        for url in late:
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(url)
            self.assertEqual(403, caught.exception.code)
            self.assertIn(b"<Message>Request has expired</Message>", caught.exception.read())

    def test_what_a_policy_lets_everybody_do(self):
        self.put("open/k", b"v")
        self.put("k")
        S3.delete_public_access_block(Bucket=self.bucket)
        S3.put_bucket_policy(
            Bucket=self.bucket,
            Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",'
            '"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/open/*"}]}' % self.bucket,
        )
        base = "%s/%s/" % (ENDPOINT, self.bucket)
        with urllib.request.urlopen(base + "open/k") as answer:
            self.assertEqual(b"v", answer.read())
        for path in ["k", ""]:
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(base + path)
            self.assertEqual(403, caught.exception.code)

    def test_functions_are_notified(self):
        functions = boto3.client(
            "lambda",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr(
                "f.py",
                "import json\n"
                "def handle(event, context):\n"
                "    print(json.dumps(event['Records'][0]['s3']['object']))\n",
            )
        name = "watch-" + uuid.uuid4().hex[:8]
        arn = functions.create_function(
            FunctionName=name,
            Runtime="python3.11",
            Role="arn:aws:iam::000000000000:role/r",
            Handler="f.handle",
            Code={"ZipFile": code.getvalue()},
        )["FunctionArn"]
        def wanted(function):
            return {
                "LambdaFunctionConfigurations": [
                    {
                        "LambdaFunctionArn": function,
                        "Events": ["s3:ObjectCreated:*"],
                        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}},
                    }
                ]
            }

        self.assertEqual(
            (
                400,
                "InvalidArgument",
                "Unable to validate the following destination configurations",
            ),
            self.refused(
                "put_bucket_notification_configuration",
                NotificationConfiguration=wanted(arn + "-none"),
            ),
        )
        functions.add_permission(
            FunctionName=name,
            StatementId="s3",
            Action="lambda:InvokeFunction",
            Principal="s3.amazonaws.com",
            SourceArn="arn:aws:s3:::" + self.bucket,
        )
        S3.put_bucket_notification_configuration(
            Bucket=self.bucket, NotificationConfiguration=wanted(arn)
        )
        self.put("out/k")
        self.put("in/a b", b"12345")
        logs = boto3.client(
            "logs",
            endpoint_url=ENDPOINT,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        printed = []
        for _ in range(240):
            try:
                found = logs.filter_log_events(
                    logGroupName="/aws/lambda/" + name, filterPattern="eTag"
                )
                printed = [event["message"] for event in found["events"]]
            except ClientError:
                pass  # it has printed nothing yet
            if printed:
                break
            time.sleep(0.25)
        self.assertEqual(1, len(printed))
        self.assertIn('"key": "in/a+b", "size": 5', printed[0])
        functions.delete_function(FunctionName=name)

    def test_delete_many(self):
        for i in range(5):
            self.put("k%d" % i)
        keys = [{"Key": "k%d" % i} for i in range(6)]
        answer = S3.delete_objects(Bucket=self.bucket, Delete={"Objects": keys})
        self.assertEqual(6, len(answer["Deleted"]))
        self.assertEqual(0, S3.list_objects_v2(Bucket=self.bucket)["KeyCount"])

    def test_settings(self):
        for operation, code in [
            ("get_bucket_tagging", "NoSuchTagSet"),
            ("get_bucket_cors", "NoSuchCORSConfiguration"),
            ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration"),
            ("get_bucket_policy", "NoSuchBucketPolicy"),
            ("get_bucket_website", "NoSuchWebsiteConfiguration"),
            ("get_bucket_replication", "ReplicationConfigurationNotFoundError"),
            ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError"),
        ]:
            self.assertEqual((404, code), self.refused(operation)[:2])
        tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
        S3.put_bucket_tagging(Bucket=self.bucket, Tagging=tags)
        self.assertEqual(tags["TagSet"], S3.get_bucket_tagging(Bucket=self.bucket)["TagSet"])
        policy = (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",'
            '"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}' % self.bucket
        )
        self.assertEqual(
            (403, "AccessDenied"), self.refused("put_bucket_policy", Policy=policy)[:2]
        )
        S3.delete_public_access_block(Bucket=self.bucket)
        S3.put_bucket_policy(Bucket=self.bucket, Policy=policy)
        self.assertEqual(policy, S3.get_bucket_policy(Bucket=self.bucket)["Policy"])

    def test_a_bucket_with_objects_stays(self):
        self.put("k")
        self.assertEqual(
            (409, "BucketNotEmpty", "The bucket you tried to delete is not empty"),
            self.refused("delete_bucket"),
        )

    def test_a_body_that_is_not_the_one_that_was_announced(self):
        self.assertEqual(
            (400, "BadDigest", "The Content-MD5 you specified did not match what we received."),
            self.refused("put_object", Key="k", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg=="),
        )
        self.assertEqual("NoSuchKey", self.refused("get_object", Key="k")[1])


if __name__ == "__main__":
    unittest.main()
