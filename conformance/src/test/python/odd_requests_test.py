"""Functions, mappings, permissions and objects that are asked for in ways that cannot be: the words of the refusals.

Run by the conformance tests with STATOR_ENDPOINT set.
"""

import io
import os
import unittest
import uuid
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

OPTIONS = {
    "endpoint_url": os.environ["STATOR_ENDPOINT"],
    "region_name": "us-east-1",
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "config": Config(parameter_validation=False, retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
}
FUNCTIONS, LOGS, S3 = (boto3.client(name, **OPTIONS) for name in ("lambda", "logs", "s3"))


def archive():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        zipped.writestr("f.py", "def handler(event, context): return event\n")
    return data.getvalue()


class OddRequestsTest(unittest.TestCase):
    def setUp(self):
        self.name = "f" + uuid.uuid4().hex

    def refused(self, code, message, operation, **parameters):
        with self.assertRaises(ClientError) as caught:
            operation(**parameters)
        error = caught.exception.response["Error"]
        self.assertEqual((code, message), (error["Code"], error["Message"]))

    def create(self, **changed):
        wanted = {
            "FunctionName": self.name,
            "Runtime": "python3.12",
            "Handler": "f.handler",
            "Role": "arn:aws:iam::000000000000:role/r",
            "Code": {"ZipFile": archive()},
        }
        return FUNCTIONS.create_function(**{**wanted, **changed})

    def test_names_in_environments(self):
        self.refused(
            "ValidationException",
            "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint:"
            " [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
            self.create,
            Environment={"Variables": {"1A": "secret"}},
        )

    def test_images(self):
        self.refused(
            "InvalidParameterValueException",
            "Functions run here without containers, so they are made of code and not of images. Give the code in ZipFile, or in S3Bucket and S3Key.",
            self.create,
            PackageType="Image",
        )

    def test_principals(self):
        self.create()
        allow = {"FunctionName": self.name, "Action": "lambda:InvokeFunction"}
        wrong = "The provided principal was invalid. Please check the principal and try again."
        for principal in ("nobody", "events.amazonaws.com.example", "arn:aws:s3:::bucket", "12345"):
            self.refused("InvalidParameterValueException", wrong, FUNCTIONS.add_permission, StatementId="s", Principal=principal, **allow)
        for number, principal in enumerate(("s3.amazonaws.com", "000000000000", "*", "arn:aws:iam::000000000000:role/r")):
            FUNCTIONS.add_permission(StatementId=f"s{number}", Principal=principal, **allow)

    def test_event_sources_of_other_services(self):
        self.create()
        for source in ("arn:aws:sqs:us-east-1:000000000000:q", "arn:aws:kinesis:us-east-1:000000000000:stream/s"):
            self.refused(
                "InvalidParameterValueException",
                "Unrecognized event source.",
                FUNCTIONS.create_event_source_mapping,
                FunctionName=self.name,
                EventSourceArn=source,
            )

    def test_operations_that_are_not_there(self):
        with self.assertRaises(ClientError) as caught:
            LOGS.start_query(logGroupName="g", startTime=0, endTime=1, queryString="fields @message")
        error = caught.exception.response["Error"]
        self.assertEqual("UnknownOperationException", error["Code"])
        self.assertIn("no such operation", error["Message"])

    def test_transitions(self):
        bucket = "odd-" + uuid.uuid4().hex
        S3.create_bucket(Bucket=bucket)

        def put(**transition):
            rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, "Transitions": [transition]}
            S3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})

        malformed = "The XML you provided was not well-formed or did not validate against our published schema"
        self.refused("MalformedXML", malformed, put, Days=1, StorageClass="STANDARD")
        self.refused("MalformedXML", malformed, put, StorageClass="GLACIER")
        self.refused(
            "InvalidArgument",
            "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
            put,
            Days=29,
            StorageClass="STANDARD_IA",
        )
        put(Days=0, StorageClass="GLACIER")
        put(Days=30, StorageClass="STANDARD_IA")

    def test_archived_objects(self):
        bucket = "odd-" + uuid.uuid4().hex
        S3.create_bucket(Bucket=bucket)
        for storage in ("GLACIER", "DEEP_ARCHIVE"):
            S3.put_object(Bucket=bucket, Key=storage, Body=b"old", StorageClass=storage)
            closed = "The operation is not valid for the object's storage class"
            self.refused("InvalidObjectState", closed, S3.get_object, Bucket=bucket, Key=storage)
            self.refused("InvalidObjectState", closed, S3.get_object, Bucket=bucket, Key=storage, Range="bytes=0-1")
            source = f"{bucket}/{storage}"
            closed = "Operation is not valid for the source object's storage class"
            self.refused("InvalidObjectState", closed, S3.copy_object, Bucket=bucket, Key="copy", CopySource=source)
            head = S3.head_object(Bucket=bucket, Key=storage)
            self.assertEqual((storage, None), (head["StorageClass"], head.get("Restore")))
            restored = S3.restore_object(Bucket=bucket, Key=storage, RestoreRequest={"Days": 1})
            self.assertEqual(202, restored["ResponseMetadata"]["HTTPStatusCode"])
            self.assertEqual(b"old", S3.get_object(Bucket=bucket, Key=storage)["Body"].read())
            self.assertIn('ongoing-request="false"', S3.head_object(Bucket=bucket, Key=storage)["Restore"])
            copied = S3.copy_object(Bucket=bucket, Key="copy", CopySource=source)
            self.assertIn("CopyObjectResult", copied)
            self.assertNotIn("Restore", S3.head_object(Bucket=bucket, Key="copy"))
        S3.put_object(Bucket=bucket, Key="instant", Body=b"old", StorageClass="GLACIER_IR")
        self.assertEqual(b"old", S3.get_object(Bucket=bucket, Key="instant")["Body"].read())


if __name__ == "__main__":
    unittest.main()
