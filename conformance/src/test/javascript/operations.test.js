// Every operation that the newest AWS SDK for JavaScript knows is one that Stator knows.
// Run by the conformance tests with STATOR_ENDPOINT set; by hand: STATOR_ENDPOINT=http://localhost:8000 node --test operations.test.js
import assert from "node:assert/strict";
import { test } from "node:test";
import * as dynamodb from "@aws-sdk/client-dynamodb";

const NOT_OF_THE_SERVICE = ["$Command"];
const OPERATIONS = Object.keys(dynamodb)
  .filter((name) => name.endsWith("Command") && !NOT_OF_THE_SERVICE.includes(name))
  .map((name) => name.slice(0, -"Command".length));

async function answerTo(operation) {
  const response = await fetch(process.env.STATOR_ENDPOINT, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.0",
      "X-Amz-Target": `DynamoDB_20120810.${operation}`,
      "X-Amz-Date": "20261121T000000Z",
      Authorization:
        "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, " +
        "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0000",
    },
    body: "{}",
  });
  return { status: response.status, body: await response.json() };
}

test("the SDK has 62 operations", () => {
  assert.equal(OPERATIONS.length, 62);
});

test("every operation of the SDK is answered", async () => {
  for (const operation of OPERATIONS) {
    const { status, body } = await answerTo(operation);
    assert.ok(status === 200 || status === 400, `${operation}: ${status}`);
    assert.doesNotMatch(body.__type ?? "", /UnknownOperation|InternalServer/, operation);
  }
});

test("an operation that the SDK does not have is not", async () => {
  const { status, body } = await answerTo("MakeCoffee");
  assert.equal(status, 400);
  assert.match(body.__type, /UnknownOperationException/);
});
