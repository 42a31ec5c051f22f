"""Forms of web pages sent to buckets of a server that verifies who calls: good ones, and each way to change one.

Run by the conformance tests with STATOR_ENDPOINT and the root's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set; with STATOR_AUTH=warn against a server
that only warns.
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
from html import unescape

import boto3
from botocore import UNSIGNED
from botocore.config import Config

ENDPOINT = os.environ["STATOR_ENDPOINT"]
HOST = urllib.parse.urlsplit(ENDPOINT).netloc
KEY, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
WARNS = os.environ.get("STATOR_AUTH") == "warn"
DENIED = "Invalid according to Policy: "


def client(service, key=KEY, secret=SECRET, token=None, version="s3v4"):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="eu-west-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"max_attempts": 0}, signature_version=version, s3={"addressing_style": "path"})
        if service == "s3"
        else Config(retries={"max_attempts": 0}),
    )


S3 = client("s3")
IAM = client("iam")


def create(bucket):
    S3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()
        self.code = self.element("Code")
        self.message = self.element("Message")

    def element(self, name):
        found = re.search(f"<{name}>(.*?)</{name}>", self.text, re.DOTALL)
        return unescape(found.group(1)) if found else None


def body_of(fields, file, name, after=()):
    boundary = uuid.uuid4().hex
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields
    )
    if file is not None:
        file_name = "" if name is None else f'; filename="{name}"'
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="file"{file_name}\r\n\r\n'.encode() + file + b"\r\n"
    for field, value in after:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def send(post, file=b"content", name="cat.txt", without=(), headers=None, bucket=None, after=(), **changed):
    fields = {**post["fields"], **{field.replace("_", "-") if field.startswith("x_") else field: value for field, value in changed.items()}}
    kind, body = body_of([(field, value) for field, value in fields.items() if field not in without], file, name, after)
    connection = http.client.HTTPConnection(HOST)
    path = "/" + bucket if bucket else urllib.parse.urlsplit(post["url"]).path
    connection.request("POST", path, body, {"Content-Type": kind, **(headers or {})})
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def signed(bucket, conditions, key="k", expiration=None, secret=SECRET, access_key=KEY, raw=None, region="eu-west-1", **fields):
    """A form whose policy is written here, and signed by the specification."""
    now = datetime.datetime.now(datetime.timezone.utc)
    date = now.strftime("%Y%m%dT%H%M%SZ")
    credential = f"{access_key}/{date[:8]}/{region}/s3/aws4_request"
    own = {"key": key, "x-amz-algorithm": "AWS4-HMAC-SHA256", "x-amz-credential": credential, "x-amz-date": date}
    policy = {
        "expiration": expiration or (now + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conditions": [{"bucket": bucket}, *({name: value} for name, value in own.items() if name != "key"), *conditions],
    }
    text = base64.b64encode((raw if raw is not None else json.dumps(policy)).encode()).decode()
    derived = ("AWS4" + secret).encode()
    for part in (date[:8], region, "s3", "aws4_request", text):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    return {"url": f"{ENDPOINT}/{bucket}", "fields": {**own, **fields, "policy": text, "x-amz-signature": derived.hex()}}


ANY_KEY = ["starts-with", "$key", ""]


class FormsTest(unittest.TestCase):
    def setUp(self):
        self.bucket = "forms-" + uuid.uuid4().hex
        create(self.bucket)

    def body(self, key):
        return S3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def nothing_is_there(self):
        self.assertNotIn("Contents", S3.list_objects_v2(Bucket=self.bucket))

    def refused(self, answer, status, code, message, **elements):
        self.assertEqual((status, code, message), (answer.status, answer.code, answer.message), answer.text)
        for name, value in elements.items():
            self.assertEqual(value, answer.element(name.replace("_", "-")), answer.text)
        self.nothing_is_there()

    def test_a_form_of_boto3_in_both_versions(self):
        for version in ("s3v4", "s3"):
            post = client("s3", version=version).generate_presigned_post(
                self.bucket,
                "up/${filename}",
                Fields={"acl": "bucket-owner-full-control", "Content-Type": "text/x-cat", "x-amz-meta-Color": "blue"},
                Conditions=[
                    {"acl": "bucket-owner-full-control"},
                    ["starts-with", "$Content-Type", "text/"],
                    ["eq", "$X-Amz-Meta-color", "blue"],
                    ["content-length-range", 5, 10],
                ],
            )
            self.assertEqual("x-amz-signature" in post["fields"], version == "s3v4")
            answer = send(post, b"12345", name="C:\\pictures\\cat of " + version)
            self.assertEqual((204, ""), (answer.status, answer.text))
            self.assertEqual('"' + hashlib.md5(b"12345").hexdigest() + '"', answer.headers["ETag"])
            self.assertEqual(f"{ENDPOINT}/{self.bucket}/up%2Fcat%20of%20{version}", answer.headers["Location"])
            self.assertIn("x-amz-checksum-crc64nvme", answer.headers)
            got = S3.get_object(Bucket=self.bucket, Key="up/cat of " + version)
            self.assertEqual((b"12345", "text/x-cat", {"color": "blue"}), (got["Body"].read(), got["ContentType"], got["Metadata"]))

    def test_what_is_answered(self):
        conditions = [["starts-with", "$success_action_status", ""], ["starts-with", "$success_action_redirect", ""], ANY_KEY]
        cases = [
            (dict(success_action_status="200"), 200),
            (dict(success_action_status="201"), 201),
            (dict(success_action_status="204"), 204),
            (dict(success_action_status="404"), 204),
            (dict(success_action_redirect="/relative"), 204),
            (dict(success_action_redirect="http://localhost/done?a=b", success_action_status="201"), 303),
        ]
        for fields, status in cases:
            both = {"success_action_status": "", "success_action_redirect": "", **fields}
            answer = send(signed(self.bucket, conditions, key="a/b c", **both))
            self.assertEqual(status, answer.status, answer.text)
            etag = hashlib.md5(b"content").hexdigest()
            if status == 303:
                wanted = f"http://localhost/done?a=b&bucket={self.bucket}&key=a%2Fb+c&etag=%22{etag}%22"
                self.assertEqual((wanted, ""), (answer.headers["Location"], answer.text))
            elif status == 201:
                elements = [answer.element(name) for name in ("Location", "Bucket", "Key", "ETag")]
                self.assertEqual([f"{ENDPOINT}/{self.bucket}/a%2Fb%20c", self.bucket, "a/b c", f'"{etag}"'], elements)
            else:
                self.assertEqual("", answer.text)

    def test_the_name_of_the_file(self):
        for name, key in (("cat.txt", "in/cat.txt"), ("", "in/"), (None, "in/${filename}")):
            post = signed(self.bucket, [["starts-with", "$key", "in/"]], key="in/${filename}")
            self.assertEqual(204, send(post, name=name).status)
            self.assertEqual(b"content", self.body(key))
        literal = send(signed(self.bucket, [{"key": "in/${filename}"}], key="in/${filename}"))
        self.assertEqual(DENIED + 'Policy Condition failed: ["eq", "$key", "in/${filename}"]', literal.message)

    def test_tags(self):
        tagging = "<Tagging><TagSet><Tag><Key>a</Key><Value>1 2</Value></Tag></TagSet></Tagging>"
        post = signed(self.bucket, [ANY_KEY, ["starts-with", "$tagging", ""]], tagging=tagging)
        self.assertEqual(204, send(post).status)
        self.assertEqual([{"Key": "a", "Value": "1 2"}], S3.get_object_tagging(Bucket=self.bucket, Key="k")["TagSet"])
        S3.delete_object(Bucket=self.bucket, Key="k")
        answer = send(post, tagging="no xml")
        self.refused(
            answer, 400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema"
        )

    def test_conditions_that_do_not_hold(self):
        def post(*conditions, **fields):
            return signed(self.bucket, [ANY_KEY, *conditions], **fields)

        failed = DENIED + "Policy Condition failed: "
        types = ["starts-with", "$Content-Type", "image/"]
        cases = [
            (send(post(["eq", "$acl", "private"])), failed + '["eq", "$acl", "private"]'),
            (send(post(["starts-with", "$acl", ""])), failed + '["starts-with", "$acl", ""]'),
            (send(post({"x-amz-meta-a": "b"}), x_amz_meta_a="c"), failed + '["eq", "$x-amz-meta-a", "b"]'),
            (send(post({"x-amz-meta-a": 'say "b"'}), x_amz_meta_a="B"), failed + '["eq", "$x-amz-meta-a", "say \\"b\\""]'),
            (send(post(["eq", "key", "k"])), failed + '["eq", "key", "k"]'),
            (send(post(types), **{"Content-Type": "text/html"}), failed + '["starts-with", "$Content-Type", "image/"]'),
            (send(post(types), **{"Content-Type": "image/png,text/html"}), failed + '["starts-with", "$Content-Type", "image/"]'),
            (send(post({"bucket": "other"})), failed + '["eq", "$bucket", "other"]'),
            (send(post(["content-length-range", "test", "10"])), failed + '["content-length-range", "test", "10"]'),
            (send(post(), x_amz_meta_a="b"), DENIED + "Extra input fields: x-amz-meta-a"),
            (send(post(), submit="Upload"), DENIED + "Extra input fields: submit"),
            (send(signed(self.bucket, [])), DENIED + "Extra input fields: key"),
            (send(signed(self.bucket, [ANY_KEY], expiration="2020-01-01T00:00:00Z")), DENIED + "Policy expired."),
        ]
        for answer, message in cases:
            self.refused(answer, 403, "AccessDenied", message)
        self.assertEqual(204, send(post(types), **{"Content-Type": "image/png, image/gif"}).status)
        self.assertEqual(204, send(post(), after=[("submit", "Upload")], **{"X-Ignore-Me": "1"}).status)

    def test_a_form_for_another_bucket(self):
        other = "forms-" + uuid.uuid4().hex
        create(other)
        answer = send(S3.generate_presigned_post(self.bucket, "k"), bucket=other)
        self.refused(answer, 403, "AccessDenied", DENIED + f'Policy Condition failed: ["eq", "$bucket", "{self.bucket}"]')
        self.assertNotIn("Contents", S3.list_objects_v2(Bucket=other))
        nowhere = send(S3.generate_presigned_post(other, "k"), bucket="nowhere-" + other)
        self.assertEqual((404, "NoSuchBucket"), (nowhere.status, nowhere.code))

    def test_lengths(self):
        post = signed(self.bucket, [ANY_KEY, ["content-length-range", "5", 10]])
        self.refused(
            send(post, b"x" * 11),
            400,
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size",
            ProposedSize="11",
            MaxSizeAllowed="10",
        )
        self.refused(
            send(post, b"1234"),
            400,
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size",
            ProposedSize="4",
            MinSizeAllowed="5",
        )
        for size in (5, 10):
            self.assertEqual(204, send(post, b"x" * size).status)

    def test_policies_that_are_none(self):
        until = "2999-01-01T00:00:00Z"
        cases = [
            ("no json", "Invalid JSON."),
            ("[]", "Invalid JSON."),
            ('{"conditions": []}', "Policy missing expiration."),
            (json.dumps({"expiration": until}), "Policy missing conditions."),
            (json.dumps({"expiration": until, "conditions": {}}), "Invalid 'conditions' value: must be a List."),
            (json.dumps({"EXPIRATION": until, "conditions": []}), "Unexpected: 'expiration'"),
            (json.dumps({"Statement": []}), "Unexpected: 'statement'"),
            (json.dumps({"expiration": "2999-01-01 00:00:00", "conditions": []}), "Invalid 'expiration' value: '2999-01-01 00:00:00'"),
            (json.dumps({"expiration": "2999-01-01T00:00:00+00:00", "conditions": []}), "Invalid 'expiration' value: '2999-01-01T00:00:00+00:00'"),
        ]
        one = "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."
        conditions = [
            ({}, one),
            ({"acl": "private", "key": "k"}, one),
            ({"Content-Length": 6199034}, "Invalid Simple-Condition: value must be a string."),
            ({"success_action_redirect": None}, "Invalid JSON."),
            ([], "Invalid Condition: missing operation identifier."),
            (["ends-with", "$key", "k"], "Invalid Condition: unknown operation 'ends-with'."),
            (["eq", "$key"], "Invalid eq: wrong number of arguments."),
            (["content-length-range", 0], "Invalid content-length-range: wrong number of arguments."),
            (["content-length-range", 0, 512.5], "Invalid JSON."),
        ]
        cases += [(json.dumps({"expiration": until, "conditions": [condition]}), message) for condition, message in conditions]
        for policy, message in cases:
            self.refused(send(signed(self.bucket, [], raw=policy)), 400, "InvalidPolicyDocument", "Invalid Policy: " + message)

    def test_what_is_no_form(self):
        post = S3.generate_presigned_post(self.bucket, "k")
        order = "  If it is specified, please check the order of the fields."
        self.refused(
            send(post, without=["key"], after=[("key", "k")]),
            400,
            "InvalidArgument",
            f"Bucket POST must contain a field named 'key'.{order}",
            ArgumentName="key",
        )
        self.refused(
            send(post, file=None), 400, "InvalidArgument", "POST requires exactly one file upload per request.", ArgumentName="file", ArgumentValue="0"
        )
        for kind, status, code in (
            ("text/html", 412, "PreconditionFailed"),
            ("multipart/form-data", 400, "MalformedPOSTRequest"),
            ("multipart/form-data; boundary=other", 400, "MalformedPOSTRequest"),
        ):
            answer = send(post, headers={"Content-Type": kind})
            self.assertEqual((status, code), (answer.status, answer.code), answer.text)
        self.refused(
            send(post, x_ignore_me="x" * 21_000),
            400,
            "MaxPostPreDataLengthExceeded",
            "Your POST request fields preceeding the upload file was too large.",
            MaxPostPreDataLengthBytes="20480",
        )

    def test_signatures_that_are_none(self):
        post = S3.generate_presigned_post(self.bucket, "k")
        old = client("s3", version="s3").generate_presigned_post(self.bucket, "k")
        order = "  If it is specified, please check the order of the fields."
        for form, left_out, named in (
            (post, ["x-amz-signature"], "X-Amz-Signature"),
            (post, ["x-amz-algorithm", "x-amz-credential"], "X-Amz-Algorithm"),
            (post, ["x-amz-date"], "X-Amz-Date"),
            (old, ["signature"], "Signature"),
            (old, ["AWSAccessKeyId"], "AWSAccessKeyId"),
        ):
            self.refused(
                send(form, without=left_out),
                400,
                "InvalidArgument",
                f"Bucket POST must contain a field named '{named}'.{order}",
                ArgumentName=named,
                ArgumentValue="",
            )
        for changed, message in (
            (dict(x_amz_date="2026-01-01"), "X-Amz-Date must be formated via ISO8601 Long format"),
            (dict(x_amz_credential="/20260101/eu-west-1/s3/aws4_request"), "a non-empty Access Key (AKID) must be provided in the credential."),
            (dict(x_amz_credential="k"), 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'),
        ):
            answer = send(post, **changed)
            self.refused(answer, 400, "InvalidArgument", message)
        nobody = send(post, without=["x-amz-signature", "x-amz-algorithm", "x-amz-credential", "x-amz-date"])
        self.refused(nobody, 403, "AccessDenied", "Access Denied")

    @unittest.skipIf(WARNS, "believed and told")
    def test_signatures_of_others(self):
        for version in ("s3v4", "s3"):
            post = client("s3", version=version).generate_presigned_post(self.bucket, "k")
            name = "x-amz-signature" if version == "s3v4" else "signature"
            policy = post["fields"]["policy"]
            longer = base64.b64encode(base64.b64decode(policy).replace(b'"expiration": "20', b'"expiration": "21')).decode()
            for changed in ({name: post["fields"][name][::-1]}, {"policy": longer}, {"policy": policy[:-2]}):
                answer = send(post, **changed)
                text = changed.get("policy", policy)
                self.refused(
                    answer,
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                    AWSAccessKeyId=KEY,
                    StringToSign=text,
                    SignatureProvided=changed.get(name, post["fields"][name]),
                    StringToSignBytes=text.encode().hex(" "),
                )
            stranger = client("s3", key="AKIAUNKNOWN", version=version).generate_presigned_post(self.bucket, "k")
            self.refused(
                send(stranger),
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                AWSAccessKeyId="AKIAUNKNOWN",
            )

    @unittest.skipUnless(WARNS, "refused")
    def test_signatures_of_others_are_told(self):
        post = S3.generate_presigned_post(self.bucket, "k")
        answer = send(post, **{"x-amz-signature": "0" * 64})
        self.assertEqual((204, True), (answer.status, "x-stator-denied" in answer.headers))
        self.assertNotIn("x-stator-denied", send(post).headers)

    @unittest.skipIf(WARNS, "believed and told")
    def test_users_and_sessions(self):
        """What the signer may do counts: of its own policies, of the bucket's, with a role's session and without its token."""
        name = "user-" + uuid.uuid4().hex
        IAM.create_user(UserName=name)
        key = IAM.create_access_key(UserName=name)["AccessKey"]
        arn = IAM.get_user(UserName=name)["User"]["Arn"]
        user = client("s3", key["AccessKeyId"], key["SecretAccessKey"])
        post = user.generate_presigned_post(self.bucket, "mine/${filename}")
        answer = send(post)
        self.assertEqual((403, "AccessDenied"), (answer.status, answer.code))
        for part in (arn, "s3:PutObject", f"arn:aws:s3:::{self.bucket}/mine/cat.txt", "no identity-based policy allows the s3:PutObject action"):
            self.assertIn(part, answer.message)
        self.nothing_is_there()
        statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{self.bucket}/mine/*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        IAM.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
        self.assertEqual(204, send(post).status)
        self.assertEqual(403, send(user.generate_presigned_post(self.bucket, "other/${filename}")).status)
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{self.bucket}/mine/dog.txt"}
        S3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
        self.assertEqual(403, send(post, name="dog.txt").status)
        self.assertEqual(204, send(post, name="cow.txt").status)

        role = "role-" + name
        trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        IAM.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
        IAM.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document)
        assume = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
        IAM.put_user_policy(UserName=name, PolicyName="a", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [assume]}))
        role_arn = IAM.get_role(RoleName=role)["Role"]["Arn"]
        sts = client("sts", key["AccessKeyId"], key["SecretAccessKey"])
        session = sts.assume_role(RoleArn=role_arn, RoleSessionName="session")["Credentials"]
        temporary = client("s3", session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
        post = temporary.generate_presigned_post(self.bucket, "mine/${filename}")
        self.assertIn("x-amz-security-token", post["fields"])
        self.assertEqual(204, send(post, name="of a session").status)
        unknown = "The AWS Access Key Id you provided does not exist in our records."
        for answer in (
            send(post, without=["x-amz-security-token"], name="x"),
            send(post, x_amz_security_token="other", name="x"),
            send(post, without=["x-amz-security-token"], headers={"x-amz-security-token": session["SessionToken"]}, name="x"),
        ):
            self.assertEqual((403, "InvalidAccessKeyId", unknown), (answer.status, answer.code, answer.message))
        keys = {each["Key"] for each in S3.list_objects_v2(Bucket=self.bucket)["Contents"]}
        self.assertEqual({"mine/cat.txt", "mine/cow.txt", "mine/of a session"}, keys)

    def test_a_bucket_where_everybody_may_put(self):
        anonymous = boto3.client("s3", endpoint_url=ENDPOINT, region_name="eu-west-1", config=Config(signature_version=UNSIGNED))
        post = anonymous.generate_presigned_post(self.bucket, "open/${filename}")
        self.assertNotIn("policy", post["fields"])
        self.refused(send(post), 403, "AccessDenied", "Access Denied")
        S3.delete_public_access_block(Bucket=self.bucket)
        allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{self.bucket}/open/*"}
        S3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
        self.assertEqual(204, send(post).status)
        self.assertEqual(b"content", self.body("open/cat.txt"))
        self.assertEqual(403, send(post, key="closed/k").status)
        self.assertEqual(403, send(post, key="open/../k", headers={"Authorization": "AWS a:b"}).status)

    def test_a_large_file_and_one_that_is_cut_off(self):
        post = signed(self.bucket, [ANY_KEY])
        large = os.urandom(5_000_000)
        self.assertEqual(204, send(post, large).status)
        self.assertEqual(large, self.body("k"))
        S3.delete_object(Bucket=self.bucket, Key="k")
        kind, body = body_of(post["fields"].items(), large, "f")
        connection = http.client.HTTPConnection(HOST)
        connection.request("POST", "/" + self.bucket, body[:-50], {"Content-Type": kind})
        answer = Answer(connection.getresponse())
        connection.close()
        self.refused(answer, 400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")

    def test_pages_of_elsewhere(self):
        post = S3.generate_presigned_post(self.bucket, "k")
        page = {"Origin": "https://app.example"}
        self.assertEqual(403, send(post, headers=page).status)
        rules = [{"AllowedOrigins": ["https://app.example"], "AllowedMethods": ["POST"]}]
        S3.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": rules})
        answer = send(post, headers=page)
        self.assertEqual((204, "https://app.example"), (answer.status, answer.headers["Access-Control-Allow-Origin"]))

    def test_a_header_does_not_sign_a_form(self):
        """The file is not what was signed, so a signature of the request lets nobody put objects."""
        from botocore.auth import S3SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        kind, body = body_of([("key", "k")], b"x", "f")
        request = AWSRequest("POST", f"{ENDPOINT}/{self.bucket}", data=body, headers={"Content-Type": kind})
        S3SigV4Auth(Credentials(KEY, SECRET), "s3", "eu-west-1").add_auth(request)
        connection = http.client.HTTPConnection(HOST)
        connection.request("POST", "/" + self.bucket, body, dict(request.headers.items()))
        answer = Answer(connection.getresponse())
        connection.close()
        self.assertEqual((400, "InvalidRequest"), (answer.status, answer.code))
        self.nothing_is_there()


if __name__ == "__main__":
    unittest.main()
