// S3 through the AWS SDK for JavaScript v3: the client, lib-storage's Upload, presigned addresses.
// Run by the conformance tests with STATOR_ENDPOINT set; by hand: STATOR_ENDPOINT=http://localhost:8000 node --test s3.test.js
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  waitUntilObjectExists,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { configuration } from "./clients.js";

// To an address the client sends the bucket in the path; to a name it would put the bucket before it.
const client = new S3Client(configuration);
const Bucket = `js-${randomUUID()}`;

before(() => client.send(new CreateBucketCommand({ Bucket })));

after(async () => {
  for await (const page of paginateListObjectsV2({ client }, { Bucket })) {
    if (page.Contents) {
      const Objects = page.Contents.map(({ Key }) => ({ Key }));
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
  client.destroy();
});

const md5 = (bytes) => createHash("md5").update(bytes).digest("hex");

test("an object comes back as it was put, with its checksum verified", async () => {
  const Key = "a/käse & co.txt";
  const put = await client.send(
    new PutObjectCommand({ Bucket, Key, Body: "Grüße", ContentType: "text/plain", Metadata: { color: "blue" } }),
  );
  assert.equal(put.ETag, `"${md5("Grüße")}"`);
  assert.ok(put.ChecksumCRC32 || put.ChecksumCRC64NVME);
  const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
  assert.equal(await got.Body.transformToString(), "Grüße");
  assert.deepEqual([got.ContentType, got.Metadata], ["text/plain", { color: "blue" }]);
  await waitUntilObjectExists({ client, maxWaitTime: 10 }, { Bucket, Key });
});

test("what is not there is a NoSuchKey", async () => {
  await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: "nobody" })), (error) => {
    assert.ok(error instanceof NoSuchKey);
    assert.equal(error.message, "The specified key does not exist.");
    return true;
  });
});

test("a stream of unknown length goes up in parts", async () => {
  const bytes = randomBytes(12 * 1024 * 1024 + 7);
  const pieces = Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000, 9_000_000), bytes.subarray(9_000_000)]);
  const upload = new Upload({ client, params: { Bucket, Key: "parts", Body: pieces }, partSize: 5 * 1024 * 1024, queueSize: 3 });
  const progress = [];
  upload.on("httpUploadProgress", ({ loaded }) => progress.push(loaded));
  const done = await upload.done();
  assert.match(done.ETag, /^"[0-9a-f]{32}-3"$/);
  assert.equal(Math.max(...progress), bytes.length);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: "parts" }));
  assert.equal(md5(await got.Body.transformToByteArray()), md5(bytes));
  const facts = await client.send(new GetObjectAttributesCommand({ Bucket, Key: "parts", ObjectAttributes: ["ObjectSize", "ObjectParts", "Checksum"] }));
  assert.deepEqual([facts.ObjectSize, facts.ObjectParts.TotalPartsCount], [bytes.length, 3]);
});

test("an upload that is given up leaves nothing", async () => {
  const upload = new Upload({ client, params: { Bucket, Key: "never", Body: randomBytes(11 * 1024 * 1024) } });
  const done = upload.done();
  await upload.abort();
  await assert.rejects(done, { name: "AbortError" });
  await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: "never" })), { name: "NotFound" });
});

test("presigned addresses for both ways, also from a page that the bucket lets in", async () => {
  const CORSRules = [{ AllowedOrigins: ["https://app.example"], AllowedMethods: ["GET", "PUT"], AllowedHeaders: ["*"], ExposeHeaders: ["ETag"] }];
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  const headers = { origin: "https://app.example" };
  const up = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "signed", ContentType: "text/plain" }), { expiresIn: 60 });
  const put = await fetch(up, { method: "PUT", body: "signed", headers: { ...headers, "content-type": "text/plain" } });
  assert.deepEqual([put.status, put.headers.get("etag"), put.headers.get("access-control-allow-origin")], [200, `"${md5("signed")}"`, "https://app.example"]);
  const down = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
  assert.equal(await (await fetch(down, { headers })).text(), "signed");
  const stranger = await fetch(down, { headers: { origin: "https://evil.example" } });
  assert.equal(stranger.status, 403);
});
