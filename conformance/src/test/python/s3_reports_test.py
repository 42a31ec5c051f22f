"""Bugs that people have reported of other servers of S3's protocol, tried here: none of them may happen.

Each test names its report; docs/s3-reports.md lists them with their outcome. Requests are written by hand where clients would hide what came
back. To run by hand: STATOR_ENDPOINT=http://localhost:8000 python3 s3_reports_test.py
"""

import base64
import hashlib
import http.client
import os
import re
import threading
import unittest
import urllib.parse
import uuid
import zlib

import boto3
from botocore.config import Config

ENDPOINT = os.environ["STATOR_ENDPOINT"]
HOST = urllib.parse.urlsplit(ENDPOINT).netloc
S3 = boto3.client(
    "s3",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(retries={"max_attempts": 0}, signature_version="s3v4", s3={"addressing_style": "path"}),
)
MB = 1 << 20
EMPTY_VERSION = "0123456789abcdef0123456789abcdef"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    def element(self, name):
        found = re.search(f"<{name}>([^<]*)</{name}>", self.text)
        return found and found.group(1).replace("&quot;", '"')


def call(method, path, body=b"", **headers):
    """Sends a request; x_amz_date stands for x-amz-date."""
    connection = http.client.HTTPConnection(HOST)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent.setdefault("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0")
    sent.setdefault("x-amz-date", "20261129T000000Z")
    sent.setdefault("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    connection.request(method, path, body, sent)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def crc32(data):
    return base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def md5(data):
    return hashlib.md5(data).hexdigest()


class ReportsTest(unittest.TestCase):
    def setUp(self):
        self.bucket = "/reports-" + uuid.uuid4().hex
        self.assertEqual(200, call("PUT", self.bucket).status)

    def path(self, key, query=""):
        return f"{self.bucket}/{urllib.parse.quote(key)}" + (f"?{query}" if query else "")

    def put(self, key, body=b"meow", **headers):
        answer = call("PUT", self.path(key), body, **headers)
        self.assertEqual(200, answer.status, answer.text)
        return answer

    def enable_versions(self):
        document = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        self.assertEqual(200, call("PUT", self.bucket + "?versioning", document).status)

    def upload(self, key, *parts, **headers):
        """Uploads in parts; returns the answer to the completion."""
        upload = call("POST", self.path(key, "uploads"), **headers).element("UploadId")
        etags = [call("PUT", self.path(key, f"partNumber={i}&uploadId={upload}"), part).headers["etag"] for i, part in enumerate(parts, 1)]
        return self.complete(key, upload, etags)

    def complete(self, key, upload, etags, more=""):
        parts = "".join(f"<Part><PartNumber>{i}</PartNumber><ETag>{etag}</ETag>{more}</Part>" for i, etag in enumerate(etags, 1))
        document = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        return call("POST", self.path(key, f"uploadId={upload}"), document)

    def refused(self, answer, status, code, message=None):
        self.assertEqual((status, code), (answer.status, answer.element("Code")), answer.text)
        if message:
            self.assertEqual(message, answer.element("Message"))

    # ETags and checksums.

    def test_the_copy_of_an_upload_in_parts_has_the_md5_of_its_bytes(self):
        """localstack/localstack#3729"""
        parts = [b"a" * 5 * MB, b"b"]
        self.assertTrue(self.upload("parts", *parts).element("ETag").endswith('-2"'))
        copied = call("PUT", self.path("copy"), x_amz_copy_source=self.path("parts"))
        self.assertEqual(f'"{md5(b"".join(parts))}"', copied.element("ETag"))

    def test_the_etag_of_an_upload_counts_its_parts(self):
        """adobe/S3Mock#65"""
        parts = [b"a" * 5 * MB, b"b" * 5 * MB, b"c"]
        whole = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in parts)).hexdigest()
        self.assertEqual(f'"{whole}-3"', self.upload("parts", *parts).element("ETag"))

    def test_parts_may_be_named_by_etags_with_and_without_quotes(self):
        """getmoto/moto#1513"""
        upload = call("POST", self.path("k", "uploads")).element("UploadId")
        etag = call("PUT", self.path("k", f"partNumber=1&uploadId={upload}"), b"x").headers["etag"]
        self.assertEqual(200, self.complete("k", upload, [etag.strip('"')]).status)

    def test_a_part_of_an_object_has_its_etag(self):
        """getmoto/moto#4203"""
        self.put("k")
        answer = call("GET", self.path("k"), Range="bytes=0-1")
        self.assertEqual((206, f'"{md5(b"meow")}"', "bytes 0-1/4"), (answer.status, answer.headers["etag"], answer.headers["content-range"]))

    def test_an_object_of_parts_has_its_etag_when_it_is_read(self):
        """s3gw-tech/s3gw#658"""
        etag = self.upload("parts", b"x").element("ETag")
        self.assertEqual(etag, call("GET", self.path("parts")).headers["etag"])
        self.assertEqual(etag, call("HEAD", self.path("parts")).headers["etag"])

    def test_the_checksum_of_an_upload_in_parts_is_told(self):
        """localstack/localstack#10898"""
        upload = call("POST", self.path("k", "uploads"), x_amz_checksum_algorithm="SHA256").element("UploadId")
        part = call("PUT", self.path("k", f"partNumber=1&uploadId={upload}"), b"x", x_amz_checksum_sha256=sha256(b"x"))
        done = self.complete("k", upload, [part.headers["etag"]], f"<ChecksumSHA256>{sha256(b'x')}</ChecksumSHA256>")
        self.assertEqual(200, done.status, done.text)
        head = call("HEAD", self.path("k"), x_amz_checksum_mode="ENABLED")
        expected = base64.b64encode(hashlib.sha256(hashlib.sha256(b"x").digest()).digest()).decode() + "-1"
        self.assertEqual((expected, "COMPOSITE"), (head.headers["x-amz-checksum-sha256"], head.headers["x-amz-checksum-type"]))

    def test_a_wrong_checksum_is_refused(self):
        """localstack/localstack#10914"""
        answer = call("PUT", self.path("k"), b"meow", x_amz_checksum_crc32=crc32(b"purr"))
        self.refused(answer, 400, "BadDigest", "The CRC32 you specified did not match the calculated checksum.")
        self.assertEqual(404, call("GET", self.path("k")).status)

    def test_crc64_of_parts_is_that_of_the_whole(self):
        """localstack/localstack#12330"""
        parts = [b"a" * 5 * MB, b"b" * 70_000]
        whole = self.put("whole", b"".join(parts)).headers["x-amz-checksum-crc64nvme"]
        self.assertEqual(whole, self.upload("parts", *parts).element("ChecksumCRC64NVME"))

    def test_a_part_that_is_copied_has_the_checksum_of_the_upload(self):
        """localstack/localstack#13500"""
        self.put("source")
        upload = call("POST", self.path("k", "uploads"), x_amz_checksum_algorithm="SHA256").element("UploadId")
        part = call("PUT", self.path("k", f"partNumber=1&uploadId={upload}"), x_amz_copy_source=self.path("source"))
        self.assertEqual(sha256(b"meow"), part.element("ChecksumSHA256"))

    def test_chunks_are_taken_apart_however_they_are_announced(self):
        """ministackorg/ministack#100, mojatter/s2#45, localstack/localstack#8704, faiscadev/fakecloud#1966"""
        body = b"4;chunk-signature=" + b"0" * 64 + b"\r\nmeow\r\n0;chunk-signature=" + b"0" * 64 + b"\r\n\r\n"
        for headers in (
            {"Content-Encoding": "aws-chunked", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"},
            {"x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"},
        ):
            self.put("k", body, **headers, **{"x-amz-decoded-content-length": "4"})
            answer = call("GET", self.path("k"))
            self.assertEqual((b"meow", f'"{md5(b"meow")}"'), (answer.body, answer.headers["etag"]))

    def test_the_coding_of_the_way_is_not_kept(self):
        """localstack/localstack#12167"""
        body = b"4\r\nmeow\r\n0\r\n\r\n"
        headers = {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length": "4"}
        self.put("k", body, **headers, **{"Content-Encoding": "aws-chunked"})
        self.assertNotIn("content-encoding", call("HEAD", self.path("k")).headers)
        self.put("k", body, **headers, **{"Content-Encoding": "gzip,aws-chunked"})
        self.assertEqual("gzip", call("HEAD", self.path("k")).headers["content-encoding"])

    # Keys and lists.

    def test_any_character_in_a_key(self):
        """getmoto/moto#78, adobe/S3Mock#119, scireum/s3ninja#170"""
        for key in ("h+i", "a b", "ü/ö", "100%", "a&b=c", "[x](y)", "@'\"<>", "a//b", "./..a", "c:\\d", "tab\tin"):
            self.put(key, key.encode())
            self.assertEqual(key.encode(), call("GET", self.path(key)).body, key)
            self.assertEqual(200, self.upload(key, b"parts").status, key)
        listed = S3.list_objects_v2(Bucket=self.bucket[1:])
        self.assertEqual(11, listed["KeyCount"])
        self.assertIn("@'\"<>", [each["Key"] for each in listed["Contents"]])

    def test_a_page_leads_to_the_next(self):
        """findify/s3mock#144, MathieuLoutre/mock-aws-s3#92"""
        for key in "abcde":
            self.put(key)
        pages = S3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket[1:], PaginationConfig={"PageSize": 2})
        self.assertEqual(list("abcde"), [each["Key"] for page in pages for each in page["Contents"]])

    def test_an_empty_token_is_no_token(self):
        """localstack/localstack#3277"""
        answer = call("GET", self.bucket + "?list-type=2&continuation-token=")
        self.refused(answer, 400, "InvalidArgument", "The continuation token provided is incorrect")

    def test_a_token_that_nobody_gave_is_refused(self):
        """versity/versitygw#993"""
        answer = call("GET", self.bucket + "?list-type=2&continuation-token=aWrongToken2")
        self.refused(answer, 400, "InvalidArgument", "The continuation token provided is incorrect")

    def test_any_delimiter(self):
        """minio/minio#20682, MathieuLoutre/mock-aws-s3#65"""
        for key in ("a-1", "a-2", "b", "c-1"):
            self.put(key)
        pages = S3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket[1:], Delimiter="-", PaginationConfig={"PageSize": 1})
        found = [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])]
        self.assertEqual(["a-", "c-"], found)

    # Versions.

    def test_a_bucket_with_versions_is_not_empty(self):
        """ministackorg/ministack#1496, first"""
        self.enable_versions()
        self.put("k")
        self.assertEqual(204, call("DELETE", self.path("k")).status)
        self.refused(call("DELETE", self.bucket), 409, "BucketNotEmpty")

    def test_a_marker_cannot_be_read(self):
        """ministackorg/ministack#1496, second"""
        self.enable_versions()
        self.put("k")
        marker = call("DELETE", self.path("k")).headers["x-amz-version-id"]
        for method in ("GET", "HEAD"):
            answer = call(method, self.path("k", f"versionId={marker}"))
            self.assertEqual((405, "true", marker), (answer.status, answer.headers["x-amz-delete-marker"], answer.headers["x-amz-version-id"]))
            self.assertEqual("DELETE", answer.headers["allow"])

    def test_a_version_that_is_not_there_has_no_tags(self):
        """ministackorg/ministack#1496, third"""
        self.enable_versions()
        self.put("k")
        self.refused(call("GET", self.path("k", f"tagging&versionId={EMPTY_VERSION}")), 404, "NoSuchVersion")
        self.refused(call("GET", self.path("k", f"acl&versionId={EMPTY_VERSION}")), 404, "NoSuchVersion")

    def test_versions_are_listed_by_folder(self):
        """ministackorg/ministack#1496, fourth"""
        self.enable_versions()
        self.put("a/1")
        self.put("a/2")
        self.put("b")
        answer = call("GET", self.bucket + "?versions&delimiter=/")
        self.assertEqual((1, "a/"), (answer.text.count("<Version>"), answer.element("CommonPrefixes") or answer.text.split("<CommonPrefixes><Prefix>")[1].split("<")[0]))

    def test_a_version_that_is_deleted_is_gone(self):
        """ministackorg/ministack#1097"""
        self.enable_versions()
        versions = [self.put("k").headers["x-amz-version-id"] for _ in range(2)]
        marker = call("DELETE", self.path("k")).headers["x-amz-version-id"]
        document = "".join(f"<Object><Key>k</Key><VersionId>{each}</VersionId></Object>" for each in [*versions, marker])
        body = f"<Delete>{document}</Delete>".encode()
        answer = call("POST", self.bucket + "?delete", body, **{"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()})
        self.assertEqual(3, answer.text.count("<Deleted>"), answer.text)
        left = call("GET", self.bucket + "?versions").text
        self.assertNotIn("<Version>", left)
        self.assertNotIn("<DeleteMarker>", left)

    def test_markers_are_listed(self):
        """getmoto/moto#936"""
        self.enable_versions()
        self.put("k")
        call("DELETE", self.path("k"))
        text = call("GET", self.bucket + "?versions&prefix=k").text
        self.assertEqual((1, 1), (text.count("<Version>"), text.count("<DeleteMarker>")))

    # Conditions.

    def test_of_several_writers_that_expect_the_same_one_wins(self):
        """localstack/localstack#13294, floci-io/floci#1329"""
        etag = self.put("k").headers["etag"]
        answers = []
        threads = [threading.Thread(target=lambda n=n: answers.append(call("PUT", self.path("k"), b"%d" % n, If_Match=etag).status)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([200] + [412] * 7, sorted(answers))

    def test_a_put_that_expects_another_object_fails(self):
        """localstack/localstack#12783, getmoto/moto#8653"""
        self.put("k")
        answer = call("PUT", self.path("k"), b"x", If_Match='"other"')
        self.refused(answer, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
        self.assertEqual("If-Match", answer.element("Condition"))
        self.refused(call("PUT", self.path("nobody"), b"x", If_Match='"other"'), 404, "NoSuchKey")

    def test_a_deletion_that_expects_another_object_fails(self):
        """minio/minio#21677"""
        self.put("k")
        self.refused(call("DELETE", self.path("k"), If_Match='"other"'), 412, "PreconditionFailed")
        self.assertEqual(204, call("DELETE", self.path("k"), If_Match=f'"{md5(b"meow")}"').status)

    def test_a_condition_of_directory_buckets_does_not_delete(self):
        """ministackorg/ministack#1501: a condition that is not judged must not count as met"""
        self.put("k")
        answer = call("DELETE", self.path("k"), x_amz_if_match_size="99")
        self.assertEqual(501, answer.status, answer.text)
        self.assertEqual(200, call("HEAD", self.path("k")).status)

    def test_the_source_of_a_copy_has_conditions(self):
        """localstack/localstack#7555, ministackorg/ministack#1498"""
        etag = self.put("k").headers["etag"]
        source = self.path("k")
        answer = call("PUT", self.path("copy"), x_amz_copy_source=source, x_amz_copy_source_if_none_match=etag)
        self.refused(answer, 412, "PreconditionFailed")
        upload = call("POST", self.path("parts", "uploads")).element("UploadId")
        part = call("PUT", self.path("parts", f"partNumber=1&uploadId={upload}"), x_amz_copy_source=source, x_amz_copy_source_if_match='"other"')
        self.refused(part, 412, "PreconditionFailed")

    def test_the_target_of_a_copy_has_conditions(self):
        """localstack/localstack#13522"""
        self.put("k")
        self.put("there")
        answer = call("PUT", self.path("there"), x_amz_copy_source=self.path("k"), If_None_Match="*")
        self.refused(answer, 412, "PreconditionFailed")

    # Copies.

    def test_metadata_are_replaced_when_that_is_said(self):
        """Robothy/local-s3#188, sivchari/kumo#688, jamhall/s3rver#57"""
        self.put("k", x_amz_meta_a="1", Content_Type="text/plain")
        call("PUT", self.path("copy"), x_amz_copy_source=self.path("k"), x_amz_meta_b="2")
        head = call("HEAD", self.path("copy"))
        self.assertEqual(("1", None, "text/plain"), (head.headers.get("x-amz-meta-a"), head.headers.get("x-amz-meta-b"), head.headers["content-type"]))
        call("PUT", self.path("copy"), x_amz_copy_source=self.path("k"), x_amz_meta_b="2", x_amz_metadata_directive="REPLACE")
        head = call("HEAD", self.path("copy"))
        self.assertEqual((None, "2"), (head.headers.get("x-amz-meta-a"), head.headers.get("x-amz-meta-b")))
        answer = call("PUT", self.path("copy"), x_amz_copy_source=self.path("k"), x_amz_metadata_directive="MERGE")
        self.refused(answer, 400, "InvalidArgument", "Unknown metadata directive.")

    def test_a_copy_onto_itself_has_to_change_something(self):
        """localstack/localstack#10412"""
        self.put("k")
        self.refused(call("PUT", self.path("k"), x_amz_copy_source=self.path("k")), 400, "InvalidRequest")

    # Browsers.

    def test_a_browser_asks_before_it_uploads_to_a_presigned_address(self):
        """localstack/localstack#99, #2564, #4056, #4398, #9780, #11112"""
        document = b"""<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>
            <AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>86400</MaxAgeSeconds></CORSRule></CORSConfiguration>"""
        self.assertEqual(200, call("PUT", self.bucket + "?cors", document).status)
        url = S3.generate_presigned_url("put_object", Params={"Bucket": self.bucket[1:], "Key": "k"})
        path = url[len(ENDPOINT) :]
        page = {"Origin": "https://app.example", "Sec-Fetch-Site": "cross-site", "Authorization": ""}
        asked = call("OPTIONS", path, **page, **{"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type,x-amz-acl"})
        self.assertEqual(
            (200, "*", "GET, PUT", "content-type, x-amz-acl", "ETag", "86400"),
            (asked.status, *(asked.headers["access-control-" + name] for name in ("allow-origin", "allow-methods", "allow-headers", "expose-headers", "max-age"))),
        )
        del page["Authorization"]
        connection = http.client.HTTPConnection(HOST)
        connection.request("PUT", path, b"meow", page)
        put = Answer(connection.getresponse())
        self.assertEqual((200, "*", f'"{md5(b"meow")}"'), (put.status, put.headers["access-control-allow-origin"], put.headers["etag"]), put.text)

    def test_a_part_goes_to_a_presigned_address(self):
        """localstack/localstack#3974"""
        upload = S3.create_multipart_upload(Bucket=self.bucket[1:], Key="k a+b")["UploadId"]
        url = S3.generate_presigned_url(
            "upload_part", Params={"Bucket": self.bucket[1:], "Key": "k a+b", "UploadId": upload, "PartNumber": 1}
        )
        connection = http.client.HTTPConnection(HOST)
        connection.request("PUT", url[len(ENDPOINT) :], b"meow")
        self.assertEqual(f'"{md5(b"meow")}"', connection.getresponse().headers["ETag"])

    # Parameters that name something else than the bucket or object.

    def test_a_part_of_no_upload_is_no_object(self):
        """versity/versitygw#1236, #1226"""
        answer = call("PUT", self.path("k", "uploadId=x"), b"meow")
        self.refused(answer, 405, "MethodNotAllowed")
        self.assertEqual(("UPLOAD", "DELETE, POST, GET"), (answer.element("ResourceType"), answer.headers["allow"]))
        for headers in ({}, {"x_amz_copy_source": self.path("k")}):
            answer = call("PUT", self.path("k", "partNumber=1"), b"" if headers else b"meow", **headers)
            self.refused(answer, 400, "InvalidArgument", "This operation does not accept partNumber without uploadId")
        self.assertEqual(404, call("GET", self.path("k")).status)

    def test_a_misspelt_parameter_begins_no_upload(self):
        """versity/versitygw#896"""
        self.refused(call("POST", self.path("k", "upload")), 405, "MethodNotAllowed")

    def test_a_method_that_is_not_allowed_is_told(self):
        """versity/versitygw#1487, #1810"""
        answer = call("POST", self.path("k"))
        self.assertEqual(("POST", "OBJECT"), (answer.element("Method"), answer.element("ResourceType")))

    def test_two_parameters_at_once_conflict(self):
        """versity/versitygw#2155"""
        message = "Conflicting query string parameters: uploadId, uploads"
        self.refused(call("GET", self.path("k", "uploads&uploadId=x")), 400, "InvalidArgument", message)

    def test_uploads_are_the_buckets(self):
        """versity/versitygw#1597"""
        message = "Key is not expected for the GET method ?uploads subresource"
        self.refused(call("GET", self.path("k", "uploads")), 400, "InvalidRequest", message)

    def test_what_is_deleted_of_a_bucket_is_not_the_bucket(self):
        """apache/ozone#11236, milvus-io/talon#534"""
        self.put("k")
        for parameter, status in (("publicAccessBlock", 204), ("tagging", 204), ("acl", 405), ("uploads", 405), ("inventory&id=x", 501)):
            self.assertEqual(status, call("DELETE", f"{self.bucket}?{parameter}").status, parameter)
        self.assertEqual(204, call("DELETE", self.path("k", "tagging")).status)
        self.refused(call("DELETE", self.path("k", "attributes")), 405, "MethodNotAllowed")
        self.refused(call("DELETE", self.bucket + "?versionId=x"), 400, "InvalidArgument", "This operation does not accept a version-id.")
        self.assertEqual(b"meow", call("GET", self.path("k")).body)

    def test_head_has_no_parameters_of_this_kind(self):
        """brekkylab/backlot#230"""
        for parameter, methods in (("location", "GET"), ("uploads", "POST, GET"), ("versioning", "GET, PUT"), ("policy", "DELETE, GET, PUT")):
            answer = call("HEAD", f"{self.bucket}?{parameter}")
            self.assertEqual((405, methods), (answer.status, answer.headers["allow"]), parameter)
        self.assertEqual(405, call("HEAD", self.path("k", "tagging")).status)
        self.assertEqual(400, call("HEAD", self.bucket + "?acl&versioning").status)

    def test_what_the_bucket_has_is_told_whatever_the_key(self):
        """brekkylab/backlot#267"""
        self.put("k")
        self.assertIn("<LocationConstraint", call("GET", self.path("k", "location")).text)
        self.refused(call("GET", self.path("k", "versions")), 400, "InvalidRequest", "There is no such thing as the ?versions sub-resource for a key")

    def test_no_other_listing_answers_for_a_method_it_does_not_have(self):
        """brekkylab/backlot#335"""
        answer = call("GET", self.bucket + "?delete")
        self.assertEqual((405, "MULTI_OBJECT_DELETE", "POST"), (answer.status, answer.element("ResourceType"), answer.headers["allow"]))

    # More of lists.

    def listed(self, query):
        answer = call("GET", f"{self.bucket}?{query}")
        self.assertEqual(200, answer.status, answer.text)
        prefixes = re.findall("<CommonPrefixes><Prefix>([^<]*)", re.sub(r"\s*\n\s*", "", answer.text))
        return re.findall("<Key>([^<]*)", answer.text), prefixes, answer.element("IsTruncated"), answer.element("NextMarker")

    def test_a_list_begins_after_a_key(self):
        """minio/minio#6032, versity/versitygw#1275, #1845"""
        for key in ("prefix1/object", "prefix2/object", "f3", "f4", "f5", "f6"):
            self.put(key)
        self.assertEqual((["f5", "f6"], []), self.listed("list-type=2&prefix=f&start-after=f4")[:2])
        self.assertEqual(([], ["prefix1/", "prefix2/"]), self.listed("list-type=2&prefix=prefix&start-after=prefix1&delimiter=/")[:2])
        self.assertEqual((["f4", "f6"], ["f5"]), self.listed("list-type=2&delimiter=5&start-after=f3&prefix=f")[:2])

    def test_the_next_marker_is_the_last_of_keys_and_prefixes(self):
        """minio/minio#11136, versity/versitygw#1280"""
        for key in ("dir1/subdir/file.txt", "dir1/subdir.ext", "dir1/subdir1.ext", "dir1/subdir2.ext"):
            self.put(key)
        self.assertEqual((["dir1/subdir.ext"], ["dir1/subdir/"], "true", "dir1/subdir/"), self.listed("delimiter=/&max-keys=2&prefix=dir1/"))
        self.assertEqual((["dir1/subdir1.ext", "dir1/subdir2.ext"], [], "false", None), self.listed("delimiter=/&prefix=dir1/&marker=dir1/subdir/"))

    def test_a_folded_prefix_that_is_last_ends_the_list(self):
        """versity/versitygw#816, basho/riak_cs#1099"""
        for key in ("asdf", "boo/bar", "boo/baz/xyzzy", "cquux/thud", "cquux/bla"):
            self.put(key)
        self.assertEqual(([], ["cquux/"], "false", None), self.listed("delimiter=/&marker=boo/&max-keys=1"))

    def test_a_prefix_comes_once_over_all_pages(self):
        """localstack/localstack#9605"""
        for i in range(9):
            self.put(f"folder/{i // 3}/{i}")
        pages = S3.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket[1:], Prefix="folder/", Delimiter="/", PaginationConfig={"PageSize": 1})
        self.assertEqual(["folder/0/", "folder/1/", "folder/2/"], [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])])

    def test_no_key_at_all_may_be_asked_for(self):
        """localstack/localstack#919"""
        self.put("k")
        self.assertEqual(([], [], "false", None), self.listed("max-keys=0&encoding-type=url"))

    def test_a_prefix_that_is_no_folder_finds_one(self):
        """jamhall/s3rver#180"""
        self.put("some/dir/x")
        self.assertEqual(([], ["some/dir/"]), self.listed("prefix=some/dir&delimiter=/&marker=")[:2])

    # More of uploads in parts.

    def test_an_upload_ends_with_the_etags_of_its_parts(self):
        """versity/versitygw#153"""
        upload = call("POST", self.path("k", "uploads")).element("UploadId")
        call("PUT", self.path("k", f"partNumber=1&uploadId={upload}"), b"x")
        self.refused(self.complete("k", upload, [md5(b"y")]), 400, "InvalidPart")

    def test_an_upload_belongs_to_its_key(self):
        """exoscale/pithos#45, supabase/storage#1390"""
        upload = call("POST", self.path("k", "uploads")).element("UploadId")
        for method, query in (("PUT", "partNumber=1&"), ("GET", ""), ("DELETE", "")):
            self.refused(call(method, self.path("other", f"{query}uploadId={upload}"), b"x" if query else b""), 404, "NoSuchUpload")
        self.assertEqual(200, call("GET", self.path("k", f"uploadId={upload}")).status)

    def test_different_uploads_have_different_etags(self):
        """s3gw-tech/s3gw#721, adobe/S3Mock#66, s3s-project/s3s#550"""
        whole = hashlib.md5(hashlib.md5(b"one").digest()).hexdigest()
        self.assertEqual(f'"{whole}-1"', self.upload("one", b"one").element("ETag"))
        self.assertNotEqual(self.upload("two", b"two").element("ETag"), f'"{whole}-1"')

    # Rules of expiry.

    def test_a_rule_for_markers_has_no_days(self):
        """getmoto/moto#1479, red-hat-storage/ocs-ci#12140"""
        rule = b"""<LifecycleConfiguration><Rule><ID>r</ID><Filter/><Status>Enabled</Status><Expiration>%s
            <ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule></LifecycleConfiguration>"""
        self.refused(call("PUT", self.bucket + "?lifecycle", rule % b"<Days>3</Days>"), 400, "MalformedXML")
        self.assertEqual(200, call("PUT", self.bucket + "?lifecycle", rule % b"").status)
        self.assertIn("<ExpiredObjectDeleteMarker>true", call("GET", self.bucket + "?lifecycle").text)
        self.assertNotIn("x-amz-expiration", self.put("k").headers)  # localstack/localstack#8750


if __name__ == "__main__":
    unittest.main()
