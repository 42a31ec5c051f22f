"""What a storm asks of buckets and objects."""

SIZES = (10, 5_000, 70_000, 300_000)
TAGS = {"TagSet": [{"Key": "a", "Value": "b"}]}
CORS = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["http://localhost:3000"]}]}
EXPIRY = {"Rules": [{"ID": "x", "Status": "Enabled", "Filter": {"Prefix": "d"}, "Expiration": {"Days": 1},
                     "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]}


def operations(c):
    s3 = c.s3

    def put():
        s3.put_object(Bucket=c.bucket(), Key=c.key(), Body=b"y" * c.pick(*SIZES))

    def in_parts():
        place = {"Bucket": c.bucket(), "Key": c.key()}
        upload = s3.create_multipart_upload(**place)["UploadId"]
        part = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"z" * c.number(2_000_000))["ETag"]
        if c.number(3) == 0:
            s3.abort_multipart_upload(**place, UploadId=upload)
            return
        s3.complete_multipart_upload(
            **place, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})

    def meddle():
        """With somebody else's upload."""
        bucket = c.bucket()
        for upload in s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])[:3]:
            place = {"Bucket": bucket, "Key": upload["Key"], "UploadId": upload["UploadId"]}
            c.pick(
                lambda: s3.abort_multipart_upload(**place),
                lambda: s3.upload_part(**place, PartNumber=1 + c.number(3), Body=b"m" * c.number(100_000)),
                lambda: s3.list_parts(**place),
                lambda: s3.complete_multipart_upload(**place, MultipartUpload={"Parts": [
                    {"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in s3.list_parts(**place).get("Parts", [])]}),
            )()

    def abandon():
        """For whoever meddles, or deletes the bucket."""
        place = {"Bucket": c.bucket(), "Key": c.key()}
        upload = s3.create_multipart_upload(**place)["UploadId"]
        for number in (1, 2):
            s3.upload_part_copy(
                **place, UploadId=upload, PartNumber=number, CopySource={"Bucket": c.bucket(), "Key": c.key()})

    def empty_and_delete():
        bucket = c.bucket()
        for kind in ("Versions", "DeleteMarkers"):
            for found in s3.list_object_versions(Bucket=bucket).get(kind, []):
                s3.delete_object(Bucket=bucket, Key=found["Key"], VersionId=found["VersionId"])
        s3.delete_bucket(Bucket=bucket)

    def notify():
        configuration = {
            "LambdaFunctionArn": c.arn("lambda", "function:" + c.function()),
            "Events": [c.pick("s3:ObjectCreated:*", "s3:ObjectRemoved:*")],
        }
        s3.put_bucket_notification_configuration(
            Bucket=c.bucket(),
            NotificationConfiguration={"LambdaFunctionConfigurations": [configuration]} if c.chance() else {})

    return [
        lambda: s3.create_bucket(Bucket=c.bucket()),
        put,
        put,
        in_parts,
        meddle,
        meddle,
        abandon,
        lambda: s3.get_object(Bucket=c.bucket(), Key=c.key())["Body"].read(),
        lambda: s3.head_object(Bucket=c.bucket(), Key=c.key()),
        lambda: s3.delete_object(Bucket=c.bucket(), Key=c.key()),
        lambda: s3.delete_objects(Bucket=c.bucket(), Delete={"Objects": [{"Key": c.key()}, {"Key": c.key()}]}),
        lambda: s3.copy_object(Bucket=c.bucket(), Key=c.key(), CopySource={"Bucket": c.bucket(), "Key": c.key()}),
        lambda: s3.list_objects_v2(Bucket=c.bucket()),
        lambda: s3.list_objects_v2(Bucket=c.bucket(), Delimiter="/"),
        lambda: s3.list_object_versions(Bucket=c.bucket()),
        lambda: s3.list_multipart_uploads(Bucket=c.bucket()),
        lambda: s3.list_buckets(),
        lambda: s3.put_bucket_versioning(
            Bucket=c.bucket(), VersioningConfiguration={"Status": c.pick("Enabled", "Suspended")}),
        empty_and_delete,
        lambda: s3.delete_bucket(Bucket=c.bucket()),
        lambda: s3.put_bucket_tagging(Bucket=c.bucket(), Tagging=TAGS),
        lambda: s3.get_bucket_tagging(Bucket=c.bucket()),
        lambda: s3.delete_bucket_tagging(Bucket=c.bucket()),
        lambda: s3.put_object_tagging(Bucket=c.bucket(), Key=c.key(), Tagging=TAGS),
        lambda: s3.put_object_acl(Bucket=c.bucket(), Key=c.key(), ACL=c.pick("private", "public-read")),
        lambda: s3.get_object_acl(Bucket=c.bucket(), Key=c.key()),
        lambda: s3.put_bucket_cors(Bucket=c.bucket(), CORSConfiguration=CORS),
        lambda: s3.get_bucket_cors(Bucket=c.bucket()),
        lambda: s3.delete_bucket_cors(Bucket=c.bucket()),
        lambda: s3.put_bucket_lifecycle_configuration(Bucket=c.bucket(), LifecycleConfiguration=EXPIRY),
        lambda: s3.get_bucket_lifecycle_configuration(Bucket=c.bucket()),
        lambda: s3.delete_bucket_lifecycle(Bucket=c.bucket()),
        lambda: s3.get_object(Bucket=c.bucket(), Key=c.key(), Range="bytes=5-70000")["Body"].read(),
        notify,
        lambda: s3.get_bucket_notification_configuration(Bucket=c.bucket()),
    ]


def first(c, i):
    """A caller's first steps on a server that has no bucket yet: 12 callers, 3 buckets."""
    place = {"Bucket": "first%d" % (i % 3), "Key": "d%d/k%d" % (i % 2, i)}

    def make():
        try:
            c.s3.create_bucket(Bucket=place["Bucket"])
        except (c.s3.exceptions.BucketAlreadyOwnedByYou, c.s3.exceptions.BucketAlreadyExists):
            pass
        c.s3.put_object(**place, Body=b"x" * (1 << 20))
        c.s3.get_object(**place)["Body"].read()
        c.s3.delete_object(**place)

    return [make, lambda: c.s3.list_buckets()]
