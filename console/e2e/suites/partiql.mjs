// "PartiQL", "code": editor, completion, parameters, batch, transaction, history, errors; every request as code; replay.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { allItems, createTable, putAll, until } from "../server.mjs";
import { button, explorer } from "./editing.mjs";

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const editor = (page) => page.locator(".partiql .cm-content");

async function write(page, text) {
  await editor(page).waitFor();
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

const statements = HANDS.map((hand) => ({
  name: `one statement, a batch, a transaction, with values, history and errors, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Partiql-${by.name}`;
    await createTable(url, table, ["pk"]);
    await putAll(url, table, [
      { pk: { S: "a" }, n: { N: "1" } },
      { pk: { S: "b" }, n: { N: "2" } },
    ]);
    await page.goto(`${url}/#/000000000000/us-east-1/partiql`);
    const run = async () => {
      if (by.name === "mouse") {
        await button(page, "Run").click();
      } else {
        await editor(page).focus();
        await page.keyboard.press("Control+Enter");
      }
    };
    const shown = (text) => page.getByRole("gridcell").filter({ hasText: text }).first().waitFor();

    await write(page, `SELECT * FROM "${table}" WHERE n = ?`);
    await page.getByText(/reads the whole table/).waitFor();
    await by.fill(page.getByLabel("Values of the question marks, as JSON"), "[2]");
    await run();
    await shown("b");
    assert.deepEqual(await barriers(page), []);

    await write(page, `SELEKT * FROM "${table}"`);
    await run();
    await page
      .getByRole("alert")
      .getByText(/ValidationException/)
      .waitFor();

    await by.choose(page.getByRole("button", { name: /Run as/ }), "batch");
    await write(page, `SELECT * FROM "${table}" WHERE pk = ?; SELECT * FROM "${table}" WHERE pk = 'b'`);
    await by.fill(page.getByLabel(/a list for each statement/), '[["a"], []]');
    await run();
    await shown("a");

    await by.choose(page.getByRole("button", { name: /Run as/ }), "transaction");
    await write(page, `UPDATE "${table}" SET n = ? WHERE pk = 'a'; INSERT INTO "${table}" VALUE {'pk': ?}`);
    await by.fill(page.getByLabel(/a list for each statement/), '[[12345678901234567890], ["c"]]');
    await run();
    const items = await until(async () => {
      const all = await allItems(url, table);
      return all.length === 3 && all;
    });
    assert.equal(items.find((one) => one.pk.S === "a").n.N, "12345678901234567890");
    await run(); // again: "c" is there already
    await page.getByText(/Statement 2: /).waitFor();

    await by.menu(page.getByRole("button", { name: /^History/ }), /SELECT \* FROM .* WHERE n = \?/);
    await until(async () => /WHERE n = \?/.test(await editor(page).textContent()));
  },
}));

const completion = {
  name: "tables, indexes and attributes are offered while somebody types",
  run: async ({ page, url }) => {
    await createTable(url, "Completed", ["partitionAttribute"]);
    await page.goto(`${url}/#/000000000000/us-east-1/partiql`);
    const offered = page.locator(".cm-tooltip-autocomplete").getByText("partitionAttribute");
    await until(async () => {
      // As soon as the tables are read.
      await write(page, "");
      await page.keyboard.type("SELECT partitionA");
      await page.waitForTimeout(500);
      return offered.isVisible();
    });
    await page.keyboard.press("Enter");
    await page.keyboard.type(" FROM Complet");
    await page.locator(".cm-tooltip-autocomplete").getByText("Completed").waitFor();
  },
};

const code = HANDS.map((hand) => ({
  alone: true, // the clipboard is of all pages
  name: `the request of a query in four languages, the log, and again from there, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Code-${by.name}`;
    await createTable(url, table, ["pk"]);
    await putAll(url, table, [{ pk: { S: "a" } }]);
    await page.goto(explorer(url, table, "?pk=a"));
    await by.press(button(page, "Show the request"));
    const dialog = page.getByRole("dialog");
    const languages = [
      ["CLI", /aws dynamodb query .*--endpoint-url http/s],
      ["Python", /client\.query\(/],
      ["JavaScript", /new QueryCommand\(/],
      ["Java", /QueryRequest/],
    ];
    for (const [language, expected] of languages) {
      const radio = dialog.getByRole("radio", { name: language, exact: true });
      if (by.name === "mouse") {
        await radio.click({ force: true });
      } else if (language !== "CLI") {
        await by.press(dialog.getByRole("radio", { checked: true }));
        await page.keyboard.press("ArrowRight");
      }
      await by.press(dialog.getByRole("button", { name: "Copy" }));
      await until(async () => expected.test(await clipboard(page)), language);
    }
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press("Escape");
    await by.run("Query");
    await page.getByRole("gridcell").first().waitFor();
    if (by.name === "mouse") {
      await page.getByRole("link", { name: "Requests" }).click();
    } else {
      await page.keyboard.press("Escape");
      await page.keyboard.press("g");
      await page.keyboard.press("r");
    }
    const log = page.getByRole("grid", { name: "Requests" });
    await log.waitFor();
    await by.open(log, 0);
    await by.press(button(page, "Repeat"));
    await page.getByText("Query was repeated").waitFor();
    assert.deepEqual(await barriers(page), []);
  },
}));

export const cases = [...statements, completion, ...code];
