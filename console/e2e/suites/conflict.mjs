// Two people edit one item; a server goes away in the middle of a commit. Nothing is lost silently.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { barriers } from "../axe.mjs";
import { open } from "../browser.mjs";
import { allItems, call, createTable, item, putAll, start, until } from "../server.mjs";
import { button, explorer, grid, itemPane } from "./editing.mjs";

const key = { pk: { S: "k" }, sk: { S: "1" } };
const seen = { ...key, title: { S: "seen" }, price: { N: "1" }, stock: { N: "5" } };

async function openItem(page, url, table) {
  await page.goto(explorer(url, table));
  await button(page, "Scan").click();
  await grid(page).waitFor();
  await page.getByRole("gridcell").filter({ hasText: "seen" }).dblclick();
  await itemPane(page)
    .getByText(/of 400 KB/)
    .waitFor();
}

async function set(page, name, value) {
  await itemPane(page).getByLabel(`Value of ${name}`).fill(value);
}

const stage = (page) => itemPane(page).getByRole("button", { name: "Stage", exact: true }).click();

const two = {
  name: "two people edit one item: other attributes are kept, the same one is a conflict that is shown",
  run: async ({ page, url, browser }) => {
    await createTable(url, "Conflict");
    await putAll(url, "Conflict", [seen]);
    const other = (await open(browser)).page;
    await openItem(page, url, "Conflict");
    await openItem(other, url, "Conflict");
    await set(page, "title", "mine");
    await stage(page);
    await set(other, "stock", "4");
    await stage(other);
    await button(other, "Commit 1").click();
    await until(async () => (await item(url, "Conflict", key)).stock.N === "4");
    await button(page, "Commit 1").click();
    await until(async () => (await item(url, "Conflict", key)).title.S === "mine");
    assert.equal((await item(url, "Conflict", key)).stock.N, "4", "both changes are there");

    await putAll(url, "Conflict", [seen]);
    await page.reload();
    await openItem(page, url, "Conflict");
    await other.reload();
    await openItem(other, url, "Conflict");
    await set(page, "price", "2");
    await stage(page);
    await set(other, "price", "3");
    await stage(other);
    await button(other, "Commit 1").click();
    await until(async () => (await item(url, "Conflict", key)).price.N === "3");
    await button(page, "Commit 1").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nothing was applied.").waitFor();
    await dialog.getByText(/not as you saw it/).waitFor();
    assert.equal((await item(url, "Conflict", key)).price.N, "3", "the other one's change stands");
    assert.deepEqual(await barriers(page), []);
    await dialog.getByRole("button", { name: "Put my change on top of it" }).click();
    await dialog.getByRole("button", { name: "Commit 1" }).click();
    await until(async () => (await item(url, "Conflict", key)).price.N === "2");
    await other.context().close();
  },
};

const deletion = {
  name: "a deletion does not take along what somebody added meanwhile",
  run: async ({ page, url }) => {
    await createTable(url, "Deletion");
    await putAll(url, "Deletion", [seen]);
    await openItem(page, url, "Deletion");
    await itemPane(page).getByRole("button", { name: "Delete", exact: true }).click();
    await call(url, "UpdateItem", {
      TableName: "Deletion",
      Key: key,
      UpdateExpression: "SET note = :note",
      ExpressionAttributeValues: { ":note": { S: "added meanwhile" } },
    });
    await button(page, "Commit 1").click();
    await page
      .getByRole("dialog")
      .getByText(/added meanwhile/)
      .waitFor();
    assert.ok(await item(url, "Deletion", key));
    await page.getByRole("button", { name: "Keep what stands there" }).click();
    await page.keyboard.press("Escape");
    assert.ok(await item(url, "Deletion", key));
  },
};

/** Stages new items, more than a transaction takes, as text. */
async function stageMany(page, url, table, count) {
  await page.goto(explorer(url, table));
  await button(page, "Scan").click();
  await page.getByRole("checkbox", { name: "Select row 1" }).click({ force: true });
  await page.getByRole("button", { name: /^Change/ }).click();
  await page.getByRole("menuitem", { name: /Edit as text/ }).click();
  const editor = page.getByRole("dialog").locator(".cm-content");
  await editor.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(
    Array.from({ length: count }, (_, i) => `{"pk": "new", "sk": "${i}"}\n`).join(""),
  );
  await page.getByRole("dialog").getByRole("button", { name: "Stage", exact: true }).click();
  await button(page, `Commit ${count}`).waitFor();
}

const killed = ["lost its answer", "was not reached"].map((how) => ({
  name: `the server is killed in the middle of a commit, when the second transaction ${how}`,
  run: async ({ page }) => {
    const data = mkdtempSync(path.join(tmpdir(), "stator-e2e-"));
    let server = await start(["--data", data]);
    const { url } = server;
    try {
      await createTable(url, "Killed");
      await putAll(url, "Killed", [seen]);
      await stageMany(page, url, "Killed", 250);
      let commits = 0;
      await page.route(`${url}/`, async (route) => {
        const target = route.request().headers()["x-amz-target"] ?? "";
        if (!target.endsWith("TransactWriteItems") || ++commits !== 2) {
          await route.continue();
          return;
        }
        if (how === "lost its answer") {
          await route.fetch();
        }
        await server.kill();
        await route.abort();
      });
      await button(page, "Commit 250").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("100 changes were applied.").waitFor();
      await dialog.getByText(/Of 100 nobody knows/).waitFor();
      server = await start(["--data", data], Number(new URL(url).port));
      const applied = how === "lost its answer" ? 200 : 100;
      await dialog
        .getByText(how === "lost its answer" ? "200 changes were applied." : /100 changes were not applied/)
        .waitFor();
      assert.equal((await allItems(url, "Killed")).length, applied + 1);
      await dialog.getByRole("button", { name: `Commit ${250 - applied}` }).click();
      await until(async () => (await allItems(url, "Killed")).length === 251);
    } finally {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    }
  },
}));

export const cases = [two, deletion, ...killed];
