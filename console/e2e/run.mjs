// The page in a real browser before a real server: what a newcomer does first, in each theme and language.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, open } from "./browser.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const key = { Artist: { S: "Acme <script>alert(1)</script>" }, Song: { S: "Song 1" } };
const item = {
  ...key,
  Year: { N: "1999" },
  Big: { N: "12345678901234567890123456789012345678" },
  Tags: { SS: ["a", "b"] },
};

/** A server in memory on a free port, with the console that was built. */
async function start() {
  const server = spawn(
    `${root}server/target/stator/bin/stator`,
    ["--in-memory", "--address", "127.0.0.1", "--port", "0"],
    {
      env: { ...process.env, STATOR_CONSOLE: `${root}console/dist` },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  server.stdout.on("data", (text) => {
    said += text;
  });
  for (let i = 0; i < 600 && !/ready.* at http:\/\/\S+/.test(said); i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const address = said.match(/at (http:\/\/\S+)/);
  assert.ok(address, `the server did not start: ${said}`);
  return { server, url: address[1] };
}

async function call(url, operation, body) {
  const scope = "any/20261129/us-east-1/dynamodb/aws4_request";
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
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

async function prepare(url) {
  await call(url, "CreateTable", {
    TableName: "Music",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["Artist", "Song"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: "Artist", KeyType: "HASH" },
      { AttributeName: "Song", KeyType: "RANGE" },
    ],
  });
  await call(url, "PutItem", { TableName: "Music", Item: item });
}

/** Finds the table, scans it, changes one attribute, and commits. */
async function edit(url, page) {
  await page.goto(url);
  await page.getByText("Music").first().click();
  await page.getByRole("button", { name: "Scan", exact: true }).click();
  await page.getByRole("gridcell", { name: /Song 1/ }).dblclick();
  await page.locator('input[value="1999"]').fill("2001");
  await page.getByRole("button", { name: "Stage", exact: true }).click();
  const before = await call(url, "GetItem", { TableName: "Music", Key: key });
  assert.deepEqual(before.Item, item, "nothing is written before it is committed");
  await page
    .getByRole("button", { name: /Commit/ })
    .first()
    .click();
  for (let i = 0; i < 50; i++) {
    const { Item } = await call(url, "GetItem", { TableName: "Music", Key: key });
    if (Item.Year.N === "2001") {
      assert.deepEqual(Item, { ...item, Year: { N: "2001" } }, "all else is as it was");
      return;
    }
    await page.waitForTimeout(100);
  }
  assert.fail("the change was not committed");
}

const axe = readFileSync(`${root}console/node_modules/axe-core/axe.min.js`, "utf8");

/** What axe finds against WCAG 2.2 AA. */
async function barriers(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(", ")}`);
  });
}

/** Every view opens in every theme and language without a complaint. */
async function look(url, browser) {
  const views = ["tables", "partiql", "model", "transfers", "faults", "metrics", "requests"];
  for (const [theme, language] of [
    ["light", "en"],
    ["dark", "es"],
    ["contrast", "en"],
  ]) {
    const { page, complaints } = await open(browser, { theme, language });
    for (const view of views) {
      await page.goto(`${url}/#/000000000000/us-east-1/${view}`);
      await page.getByRole("heading").first().waitFor();
      await page.waitForTimeout(300);
      for (const one of await barriers(page)) complaints.push(`${view}: ${one}`);
    }
    for (const tab of ["items", "settings", "indexes", "stream", "time", "regions", "traffic"]) {
      await page.goto(`${url}/#/000000000000/us-east-1/table/Music/${tab}`);
      await page.getByRole("heading", { name: "Music" }).waitFor();
      await page.waitForTimeout(300);
      for (const one of await barriers(page)) complaints.push(`${tab}: ${one}`);
    }
    assert.deepEqual(complaints, [], `${theme}, ${language}`);
    await page.context().close();
  }
}

const { server, url } = await start();
const browser = await launch();
try {
  await prepare(url);
  const { page, complaints } = await open(browser);
  await edit(url, page);
  assert.deepEqual(complaints, []);
  await look(url, browser);
  console.log("2 passed, 0 failed");
} finally {
  await browser.close();
  server.kill();
  await once(server, "exit");
}
