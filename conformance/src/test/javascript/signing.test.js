// A server that verifies: the SDK's own signatures in the header and in the query, of lasting keys and of sessions, and wrong ones.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";

const endpoint = new URL(process.env.STATOR_ENDPOINT);
const lasting = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
};

class Sha256 {
  constructor(secret) {
    this.hash = secret ? createHmac("sha256", secret) : createHash("sha256");
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return this.hash.digest();
  }
}

/** Asks STS by a link that the SDK's signer signed in advance. */
async function presigned(Action, credentials, tamper = (url) => url) {
  const signer = new SignatureV4({ service: "sts", region: "us-east-1", credentials, sha256: Sha256 });
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      port: Number(endpoint.port),
      path: "/",
      query: { Action, Version: "2011-06-15" },
      headers: { host: endpoint.host },
    },
    { expiresIn: 60 },
  );
  const query = Object.entries(signed.query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const response = await fetch(tamper(`${endpoint.origin}/?${query.join("&")}`));
  return { status: response.status, text: await response.text() };
}

async function session() {
  const { status, text } = await presigned("GetSessionToken", lasting);
  assert.equal(status, 200, text);
  const part = (name) => text.match(new RegExp(`<${name}>(.*?)</${name}>`))[1];
  return {
    accessKeyId: part("AccessKeyId"),
    secretAccessKey: part("SecretAccessKey"),
    sessionToken: part("SessionToken"),
  };
}

async function listTables(credentials) {
  const client = new DynamoDBClient({ endpoint: endpoint.href, region: "eu-west-1", credentials, maxAttempts: 1 });
  try {
    return await client.send(new ListTablesCommand({}));
  } finally {
    client.destroy();
  }
}

test("lasting keys and sessions sign in the header", async () => {
  assert.ok((await listTables(lasting)).TableNames);
  assert.ok((await listTables(await session())).TableNames);
});

test("other secrets, and sessions without their token, are refused", async () => {
  const temporary = await session();
  await assert.rejects(listTables({ ...lasting, secretAccessKey: `${lasting.secretAccessKey}x` }), {
    name: "InvalidSignatureException",
  });
  await assert.rejects(listTables({ ...temporary, sessionToken: undefined }), { name: "UnrecognizedClientException" });
  await assert.rejects(listTables({ ...temporary, sessionToken: `${temporary.sessionToken}x` }), {
    name: "UnrecognizedClientException",
  });
});

test("lasting keys and sessions sign links", async () => {
  for (const credentials of [lasting, await session()]) {
    const answer = await presigned("GetCallerIdentity", credentials);
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.text, /<Arn>arn:aws:iam::000000000000:root<\/Arn>/);
  }
  const other = await presigned("GetCallerIdentity", lasting, (url) => url.replace("60", "61"));
  assert.equal(other.status, 403);
  assert.match(other.text, /SignatureDoesNotMatch/);
});
