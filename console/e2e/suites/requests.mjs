// The log of requests: the last calls of all clients, once more, and with identity enforced.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { call, createTable, item, start, until } from "../server.mjs";
import { button } from "./editing.mjs";

const log = (page) => page.getByRole("grid", { name: "Requests" });
const place = (url) => `${url}/#/000000000000/us-east-1/requests`;

const others = HANDS.map((hand) => ({
  name: `the calls of other clients are shown, filtered, and made once more, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Logged-${by.name}`;
    const key = { pk: { S: "a" } };
    await page.goto(place(url));
    await page.getByRole("heading", { name: "Requests" }).waitFor();
    await createTable(url, table, ["pk"]);
    await call(url, "PutItem", { TableName: table, Item: { ...key, n: { N: "1" } } });
    await call(url, "DeleteItem", { TableName: table, Key: key });
    await assert.rejects(call(url, "GetItem", { TableName: table, Key: {} }));
    await by.fill(page.getByLabel("Operation, table or client"), table);
    await by.choose(page.getByRole("button", { name: /Whose calls$/ }), "of others");
    const row = (name) => page.getByRole("row").filter({ hasText: name });
    await row("PutItem").getByText("node").waitFor();
    assert.match(await row("PutItem").textContent(), new RegExp(`PutItem${table}.* ms1$`));
    assert.match(await row("GetItem").textContent(), /ValidationException/);
    await by.check(page.getByRole("checkbox", { name: "Errors only" }));
    await until(async () => (await log(page).getAttribute("aria-rowcount")) === "2");
    await by.check(page.getByRole("checkbox", { name: "Errors only" }));
    await until(async () => (await log(page).getAttribute("aria-rowcount")) === "5");
    await by.open(log(page), 2); // below GetItem and DeleteItem
    const pane = page.getByRole("region", { name: "Request" });
    await pane.getByText("0 read units, 1 write units").waitFor();
    await pane.getByText("127.0.0.1").waitFor();
    assert.deepEqual(await barriers(page), []);
    assert.equal(await item(url, table, key), undefined);
    await by.press(pane.getByRole("button", { name: "Repeat" }));
    await until(async () => (await item(url, table, key))?.n.N === "1");
    await by.press(pane.getByRole("button", { name: "Close" }));
    await by.choose(page.getByRole("button", { name: /Whose calls$/ }), "of this page");
    await row("PutItem").getByText("this page").waitFor();
  },
}));

const enforced = {
  name: "with identity enforced only an administrator who has signed in sees them",
  run: async ({ page }) => {
    const directory = mkdtempSync(path.join(tmpdir(), "stator-e2e-"));
    writeFileSync(path.join(directory, "secret"), "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {
      mode: 0o600,
    });
    const server = await start([
      "--in-memory",
      "--auth",
      "enforce",
      "--root-access-key-id",
      "AKIDEXAMPLEEXAMPLE00",
      "--root-secret-access-key-file",
      path.join(directory, "secret"),
    ]);
    try {
      await page.goto(place(server.url));
      await page.getByText(/does not tell the calls of other clients/).waitFor();
      await page.getByRole("button", { name: "Preferences" }).click();
      await page.getByRole("menuitem", { name: /Sign in/ }).click();
      await page.getByRole("textbox", { name: "Access key" }).fill("AKIDEXAMPLEEXAMPLE00");
      await page.getByLabel("Secret key").fill("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
      await page.getByRole("dialog").getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText(/does not tell the calls of other clients/).waitFor({ state: "detached" });
      await assert.rejects(call(server.url, "ListTables", {}));
      await page.getByRole("row", { name: /ListTables/ }).waitFor();
      await button(page, "Clear").click();
    } finally {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

export const cases = [...others, enforced];
