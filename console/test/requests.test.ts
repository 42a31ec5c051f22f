import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMetrics } from "../src/api/admin.ts";
import { hex, sha256, utf8 } from "../src/api/sha256.ts";
import { signedHeaders } from "../src/api/sigv4.ts";
import { codeFor } from "../src/code/code.ts";

test("SHA-256 is that of the standard", async () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
    const data = Uint8Array.from({ length }, (_, i) => i);
    const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    assert.equal(hex(sha256(data)), hex(expected));
  }
  assert.equal(hex(sha256(utf8("abc"))).slice(0, 8), "ba7816bf");
});

test("a signature is the one that botocore computes", async () => {
  const headers = await signedHeaders(
    {
      host: "localhost:8000",
      target: "DynamoDB_20120810.DescribeTable",
      body: '{"TableName":"Música"}',
      region: "eu-west-1",
      time: new Date("2026-11-29T06:30:00Z"),
    },
    { accessKey: "AKID", secretKey: "secret/key+", sessionToken: "tok" },
  );
  assert.equal(
    headers.authorization?.replace(/.*Signature=/, ""),
    "f6f9a7fe5ff23289f59d67d2c8635f0a8ffd8ef2adeecf206be3ea290b2da008",
  );
});

const REQUEST = {
  operation: "PutItem",
  region: "us-east-1",
  endpoint: "http://localhost:8000",
  input: {
    TableName: "T",
    Item: { pk: { S: `it's "q" \${x}` }, n: { N: "1" }, b: { B: "AAEC" }, l: { L: [{ BOOL: true }] } },
    ReturnConsumedCapacity: "TOTAL",
  },
};

test("a request is written for each client", () => {
  assert.match(
    codeFor("CLI", REQUEST),
    /aws dynamodb put-item \\\n {4}--table-name T \\\n {4}--item '\{"pk":\{"S":"it'\\''s/,
  );
  assert.match(codeFor("Python", REQUEST), /"B": base64\.b64decode\("AAEC"\)/);
  assert.match(codeFor("Python", REQUEST), /^import base64\n/);
  assert.match(codeFor("JavaScript", REQUEST), /new PutItemCommand\(\{\n {2}TableName: "T",/);
  assert.match(codeFor("Java", REQUEST), /Map\.entry\("n", AttributeValue\.fromN\("1"\)\)/);
  assert.match(
    codeFor("CLI", { ...REQUEST, operation: "GetShardIterator", input: {} }),
    /^aws dynamodbstreams get-shard-iterator/,
  );
});

test("metrics are read with their labels", () => {
  assert.deepEqual(parseMetrics('# HELP x y\nstator_table_items{account="0",table="a\\"b",index=""} 5\n'), [
    { name: "stator_table_items", labels: { account: "0", table: 'a"b', index: "" }, value: 5 },
  ]);
});
