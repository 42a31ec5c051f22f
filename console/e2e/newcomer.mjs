// Somebody new: a fresh clone, ./stator, and the five things that LocalStack's Resource Browser can do with DynamoDB, at the
// pace of a person who reads. Prints when each was done: node e2e/newcomer.mjs [REPOSITORY]
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { launch, open } from "./browser.mjs";
import { root, until } from "./server.mjs";

const SECONDS = 120;
const READING_MILLIS = 1000;
const TYPING_MILLIS = 60;
const PORT = 18_123;

const home = mkdtempSync(path.join(tmpdir(), "stator-newcomer-"));
execFileSync("git", ["clone", "--quiet", process.argv[2] ?? root, home]);
const began = Date.now();
const seconds = (from = began) => ((Date.now() - from) / 1000).toFixed(0);
const server = spawn("./stator", ["--in-memory", "--port", String(PORT)], {
  cwd: home,
  stdio: ["ignore", "pipe", "inherit"],
  detached: true,
});
let browser;
try {
  let said = "";
  server.stdout.on("data", (text) => {
    said += text;
  });
  await until(() => said.includes("ready") || server.exitCode !== null, "the server is ready", 600_000);
  const [, url] = said.match(/at (http:\/\/\S+)/) ?? assert.fail(said);
  console.log(`${seconds()} s: built and started`);
  const ready = Date.now();
  browser = await launch();
  const { page } = await open(browser);
  await page.goto(url);
  await five(page, (what) => console.log(`${seconds(ready)} s after the start: ${what}`));
  console.log(`${seconds()} s in all, with building; ${seconds(ready)} s from the start on`);
  assert.ok(Date.now() - ready < SECONDS * 1000, "a newcomer is done in two minutes");
} finally {
  await browser?.close();
  if (server.exitCode === null) {
    const exit = once(server, "exit");
    process.kill(-server.pid);
    await exit;
  }
  rmSync(home, { recursive: true, force: true });
}

async function five(page, done) {
  const button = (name) => page.getByRole("button", { name, exact: true });
  const look = () => page.waitForTimeout(READING_MILLIS);
  const press = async (target) => {
    await target.waitFor();
    await look();
    await target.click();
  };
  const type = async (target, text) => {
    await target.click();
    await page.keyboard.press("Control+A");
    await target.pressSequentially(text, { delay: TYPING_MILLIS });
  };
  const pane = page.getByRole("region", { name: "Item", exact: true });

  await press(button("Create table"));
  await type(page.getByLabel("Table name"), "Music");
  await type(page.getByLabel("Partition key", { exact: true }), "Artist");
  await type(page.getByLabel("Sort key", { exact: true }), "SongTitle");
  await press(button("Create table"));
  await page.getByRole("heading", { name: "Music" }).waitFor();
  done("a table is created");

  await press(page.getByRole("link", { name: "Settings", exact: true }));
  await press(page.getByRole("switch", { name: /Deletion protection/ }).locator("xpath=ancestor::label"));
  await until(() => page.getByRole("switch", { name: /Deletion protection/ }).isChecked());
  await press(page.getByRole("switch", { name: /Deletion protection/ }).locator("xpath=ancestor::label"));
  done("it is edited");

  await press(page.getByRole("link", { name: "Items", exact: true }));
  await press(button("New item"));
  await type(pane.getByLabel("Value of Artist"), "Acme Band");
  await type(pane.getByLabel("Value of SongTitle"), "Happy Day");
  await press(pane.getByRole("button", { name: "Stage", exact: true }));
  await press(button("Commit 1"));
  await press(button("Scan"));
  await page.getByRole("gridcell", { name: /Happy Day/ }).dblclick();
  await type(pane.getByLabel("New attribute", { exact: true }), "Awards");
  await press(pane.getByRole("button", { name: "Add", exact: true }));
  await type(pane.getByLabel("Value of Awards"), "10");
  await press(pane.getByRole("button", { name: "Stage", exact: true }));
  await press(button("Commit 1"));
  await type(page.getByLabel("Artist (S)"), "Acme Band");
  await press(button("Query"));
  await page.getByRole("gridcell", { name: /10/ }).waitFor();
  done("an item is added, edited, and found by a scan and a query");

  await press(page.getByRole("link", { name: "PartiQL", exact: true }));
  const editor = page.locator(".partiql .cm-content");
  await editor.click();
  await page.keyboard.press("Control+A");
  await editor.pressSequentially(`SELECT * FROM "Music" WHERE Artist = 'Acme Band'`, {
    delay: TYPING_MILLIS,
  });
  await page.keyboard.press("Escape");
  await press(button("Run"));
  await page.getByRole("gridcell", { name: /Happy Day/ }).waitFor();
  done("a statement of PartiQL is run");

  await press(page.getByRole("link", { name: "Tables", exact: true }));
  await press(button("Actions on Music"));
  await press(page.getByRole("menuitem", { name: /Delete/ }));
  await type(page.getByRole("dialog").getByRole("textbox"), "Music");
  await press(page.getByRole("dialog").getByRole("button", { name: "Delete table" }));
  await page.getByRole("link", { name: "Music" }).first().waitFor({ state: "detached" });
  done("the table is deleted");
}
