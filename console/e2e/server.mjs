// A real server, and calls to it as any client makes them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Some ten times of what the slowest step takes on a machine that does nothing else. */
export const PATIENCE_MILLIS = 60_000;

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts the server that was built, with the console that was built; in memory, unless options say something else. */
export async function start(options = ["--in-memory"], port = 0) {
  const server = spawn(
    `${root}server/target/stator/bin/stator`,
    [...options, "--address", "127.0.0.1", "--port", String(port)],
    {
      env: { ...process.env, STATOR_CONSOLE: process.env.STATOR_CONSOLE ?? `${root}console/dist` },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  server.stdout.on("data", (text) => {
    said += text;
  });
  await until(
    () => /ready.* at http:\/\/\S+/.test(said) || server.exitCode !== null,
    "the server is ready",
    180_000,
  );
  const address = said.match(/at (http:\/\/\S+)/);
  assert.ok(address, `the server did not start: ${said}`);
  return {
    url: address[1],
    /** Ends it at once, as a power cut would. */
    kill: () => ended(server, "SIGKILL"),
    stop: () => ended(server, "SIGTERM"),
  };
}

async function ended(server, signal) {
  if (server.exitCode === null && server.signalCode === null) {
    const exit = once(server, "exit");
    server.kill(signal);
    await exit;
  }
}

/** Calls an operation and gives its answer; what is refused is an error. */
export async function call(url, operation, body, { account = "any", region = "us-east-1" } = {}) {
  const scope = `${account}/20261129/${region}/dynamodb/aws4_request`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "X-Amz-Target": `DynamoDB_20120810.${operation}`,
      "X-Amz-Date": "20261129T000000Z",
      "Content-Type": "application/x-amz-json-1.0",
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

/** A table with string keys; "more" are further members of the request. */
export async function createTable(url, name, keys = ["pk", "sk"], more = {}) {
  await call(url, "CreateTable", {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: "S" })),
    KeySchema: keys.map((key, i) => ({ AttributeName: key, KeyType: i === 0 ? "HASH" : "RANGE" })),
    ...more,
  });
}

export async function putAll(url, table, items) {
  let batch = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) {
      await call(url, "BatchWriteItem", { RequestItems: { [table]: batch } });
    }
    [batch, bytes] = [[], 0];
  };
  for (const Item of items) {
    const size = JSON.stringify(Item).length;
    if (batch.length === 25 || bytes + size > 8_000_000) {
      await flush();
    }
    batch.push({ PutRequest: { Item } });
    bytes += size;
  }
  await flush();
}

export async function item(url, table, key) {
  return (await call(url, "GetItem", { TableName: table, Key: key, ConsistentRead: true })).Item;
}

export async function allItems(url, table) {
  const items = [];
  let next;
  do {
    const page = await call(url, "Scan", {
      TableName: table,
      ConsistentRead: true,
      ...(next && { ExclusiveStartKey: next }),
    });
    items.push(...page.Items);
    next = page.LastEvaluatedKey;
  } while (next);
  return items;
}

/** Something did not come in time: an error by its machine, as long as it does not happen twice. Playwright's have this name, too. */
export class TimeoutError extends Error {
  name = "TimeoutError";
}

/** Waits until something is so, and gives what it gave. It waits as long as a very slow machine may take. */
export async function until(condition, what = String(condition), millis = PATIENCE_MILLIS) {
  const end = Date.now() + millis;
  for (;;) {
    let last;
    try {
      const found = await condition();
      if (found) {
        return found;
      }
    } catch (failure) {
      last = failure;
    }
    if (Date.now() > end) {
      throw new TimeoutError(`not so within ${millis} ms: ${what}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
