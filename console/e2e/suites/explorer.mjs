// "explorer" and "grid": every operator, OR, index, order, projection, pages; columns, ranges, copies, following a value.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { allItems, createTable, item, putAll, until } from "../server.mjs";
import { button, explorer, grid } from "./editing.mjs";

const ITEMS = Array.from({ length: 30 }, (_, i) => ({
  pk: { S: `CUSTOMER#${i % 3}` },
  sk: { S: `ORDER#${String(i).padStart(2, "0")}` },
  n: { N: String(i) },
  city: { S: i % 2 ? "Lisboa" : "Madrid" },
  tags: { SS: i % 5 ? ["a"] : ["a", "b"] },
  ...(i === 7 && { only: { BOOL: true } }),
  "odd name.x": { M: { deep: { L: [{ N: String(i) }] } } },
}));

async function prepare(url, name) {
  await createTable(url, name, ["pk", "sk"], {
    AttributeDefinitions: ["pk", "sk", "city"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-city",
        KeySchema: [
          { AttributeName: "city", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
  await putAll(url, name, ITEMS);
}

const rows = (page) =>
  grid(page)
    .getAttribute("aria-rowcount")
    .then((count) => Number(count) - 1);

/** Operator as it is called on the page, type, value, upper end, and how many of the items it finds. */
const OPERATORS = [
  ["n", "=", "N", "7", "", 1],
  ["n", "<>", "N", "7", "", 29],
  ["n", "<", "N", "7", "", 7],
  ["n", "<=", "N", "7", "", 8],
  ["n", ">", "N", "7", "", 22],
  ["n", ">=", "N", "7", "", 23],
  ["n", "between", "N", "3", "5", 3],
  ["n", "one of", "N", "3, 5, 99", "", 2],
  ["city", "begins with", "S", "Lis", "", 15],
  ["tags", "contains", "S", "b", "", 6],
  ["tags", "does not contain", "S", "b", "", 24],
  ["only", "exists", "", "", "", 1],
  ["only", "does not exist", "", "", "", 29],
  ["tags", "is of type", "", "SS", "", 30],
  ["tags", "size =", "", "2", "", 6],
  ["city", "size <", "", "6", "", 0],
  ["city", "size >", "", "5", "", 30],
  ['"odd name.x".deep[0]', "=", "N", "4", "", 1],
];

const operators = {
  name: "every operator of the filter finds what it should",
  run: async ({ page, url }) => {
    await prepare(url, "Operators");
    await page.goto(explorer(url, "Operators"));
    await button(page, "+ Filter").click();
    const by = HANDS[0](page);
    for (const [path, operator, type, value, upper, found] of OPERATORS) {
      await by.fill(page.getByLabel("Attribute", { exact: true }), path);
      const choice = page.getByRole("button", { name: /Operator$/ });
      if ((await choice.textContent()).trim() !== operator) await by.choose(choice, operator);
      if (type) {
        const kind = page.getByRole("button", { name: /Type$/ });
        if ((await kind.textContent()).trim() !== type) await by.choose(kind, type);
      }
      if (value) await by.fill(page.getByLabel("Value", { exact: true }), value);
      if (upper) await by.fill(page.getByLabel("Upper end"), upper);
      await button(page, "Scan").click();
      const words = `${path} ${operator} ${value}`;
      await until(async () => (await page.getByText(new RegExp(`^${found} loaded`)).count()) > 0, words);
      await page.getByText(/30 looked at · .* read units · .* ms/).waitFor();
    }
    assert.deepEqual(await barriers(page), []);
  },
};

const query = HANDS.map((hand) => ({
  name: `query, index, order, projection, OR, pages and what they cost, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Query-${by.name}`;
    await prepare(url, table);
    await page.goto(explorer(url, table));
    await page.getByText(/Reads the table item by item/).waitFor();
    await page.getByText(/All 30 items .* would take .* read units/).waitFor();
    await by.fill(page.getByLabel("pk (S)"), "CUSTOMER#1");
    await page.getByText(/Reads one item collection/).waitFor();
    await by.run("Query");
    await until(async () => (await rows(page)) === 10);
    assert.match(page.url(), /pk=CUSTOMER/);

    await by.choose(page.getByRole("button", { name: /sk \(S\)/ }), "begins_with");
    await by.fill(page.getByLabel("Value of sk"), "ORDER#1");
    await by.check(page.getByRole("checkbox", { name: "Last first" }));
    await by.check(page.getByRole("checkbox", { name: "Strongly consistent" }));
    await by.run("Query");
    await until(async () => (await rows(page)) === 4);
    await page.getByRole("gridcell").filter({ hasText: "ORDER#19" }).waitFor();
    assert.match(await page.locator('[aria-rowindex="2"]').textContent(), /ORDER#19/);

    await by.press(button(page, "+ Filter"));
    await by.fill(page.getByLabel("Attribute", { exact: true }), "city");
    await by.fill(page.getByLabel("Value", { exact: true }), "Lisboa");
    await by.press(button(page, "+ or"));
    await by.fill(page.getByLabel("Attribute", { exact: true }).nth(1), "city");
    await by.fill(page.getByLabel("Value", { exact: true }).nth(1), "Madrid");
    await page.getByText(/drops items after they are read/).waitFor();
    await by.run("Query");
    await until(async () => (await rows(page)) === 4);

    await by.press(button(page, "Clear"));
    await by.choose(page.getByRole("button", { name: /Read from/ }), "by-city");
    await by.fill(page.getByLabel("city (S)"), "Lisboa");
    await by.fill(page.getByLabel("Only these attributes"), "n");
    await by.choose(page.getByRole("button", { name: /Page$/ }), "25 items");
    await by.run("Query");
    await until(async () => (await rows(page)) === 15);
    assert.equal(await page.getByRole("columnheader", { name: "city" }).count(), 0);

    await by.press(button(page, "Clear"));
    await by.choose(page.getByRole("button", { name: /Page$/ }), "25 items");
    await by.run("Scan");
    await until(async () => (await rows(page)) === 25);
    await by.press(button(page, "Load more"));
    await until(async () => (await rows(page)) === 30);
    await button(page, "Load more").waitFor({ state: "detached" });
  },
}));

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

const gridding = HANDS.map((hand) => ({
  alone: true, // the clipboard is of all pages
  name: `sort, columns, range, copies and following a value, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Grid-${by.name}`;
    await prepare(url, table);
    await page.goto(explorer(url, table));
    await by.run("Scan");
    await grid(page).waitFor();
    const column =
      (await page.getByRole("columnheader").allTextContents()).findIndex((text) => /^n\b/.test(text.trim())) -
      1;
    const sort = async () => {
      if (by.name === "mouse") {
        await page.getByRole("columnheader", { name: /^n/ }).getByRole("button").click();
      } else {
        await by.cell(grid(page), 0, column);
        await page.keyboard.press("s");
      }
    };
    await sort();
    await sort();
    await until(async () => /ORDER#29/.test(await page.locator('[aria-rowindex="2"]').textContent()));

    await by.cell(grid(page), 0, 0);
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Control+c");
    await until(async () => (await clipboard(page)) === "CUSTOMER#2\tORDER#29\nCUSTOMER#1\tORDER#28");
    await page.keyboard.press("Control+Shift+c");
    await until(async () => JSON.parse(await clipboard(page)).length === 2);
    assert.deepEqual(JSON.parse(await clipboard(page))[0].n, { N: "29" });

    await by.selectRow(grid(page), 0);
    await sort(); // as at first: what is selected is the same item
    await page.getByText("1 selected").waitFor();
    for (const [format, expected] of [
      ["JSON", /"n": 29/],
      ["CSV", /^pk,sk|^[^\n]*pk[^\n]*\r\n/],
      ["CLI commands", /aws dynamodb put-item --table-name/],
      ["INSERT statements", /INSERT INTO "Grid-/],
    ]) {
      await by.menu(page.getByRole("button", { name: /^Copy/ }), format === "JSON" ? /^JSON$/ : format);
      await until(async () => expected.test(await clipboard(page)), format);
      assert.match(await clipboard(page), /ORDER#29/);
    }

    await by.press(button(page, "Columns"));
    await by.check(page.getByRole("dialog").getByRole("checkbox", { name: "city" }));
    await by.press(page.getByRole("dialog").getByRole("button", { name: "tags further left" }));
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press("Escape");
    await until(async () => (await page.getByRole("columnheader", { name: "city" }).count()) === 0);

    await by.cell(grid(page), 0, 0);
    if (by.name === "mouse") {
      await page
        .locator('[aria-rowindex="2"]')
        .getByRole("button", { name: "Query this value" })
        .first()
        .click({ force: true });
    } else {
      await page.keyboard.press("f");
    }
    await until(async () => (await rows(page)) === 10);
    assert.match(page.url(), /pk=CUSTOMER/);
  },
}));

const bulk = HANDS.map((hand) => ({
  name: `many items: set an attribute, edit as text, delete all that match, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Bulk-${by.name}`;
    await prepare(url, table);
    await page.goto(explorer(url, table, "?pk=CUSTOMER%231&run=1"));
    await until(async () => (await rows(page)) === 10);
    await by.cell(grid(page), 0, 0);
    await page.keyboard.press("Control+a");
    await by.menu(page.getByRole("button", { name: /^Change/ }), /Set or remove/);
    const dialog = page.getByRole("dialog");
    await by.fill(dialog.getByLabel("Attribute", { exact: true }), "state");
    await by.fill(dialog.getByLabel("Value", { exact: true }), "paid");
    await by.press(dialog.getByRole("button", { name: "Stage", exact: true }));
    await by.press(button(page, "Commit 10"));
    await until(async () => (await allItems(url, table)).filter((one) => one.state).length === 10);

    await by.press(button(page, "All that match …"));
    await by.choose(dialog.getByRole("button", { name: /What$/ }), "Remove an attribute");
    await by.fill(dialog.getByLabel("Attribute", { exact: true }), "n");
    assert.ok(await dialog.getByRole("button", { name: "Begin" }).isDisabled(), "only after it was typed");
    await by.fill(dialog.getByLabel(/to confirm/), table);
    await by.press(dialog.getByRole("button", { name: "Begin" }));
    await dialog.getByText("That was all.").waitFor();
    assert.equal((await allItems(url, table)).filter((one) => !one.n).length, 10);
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press("Escape");

    await by.press(button(page, "All that match …"));
    await by.choose(dialog.getByRole("button", { name: /What$/ }), "Delete");
    await by.fill(dialog.getByLabel(/to confirm/), table);
    await by.press(dialog.getByRole("button", { name: "Begin" }));
    await dialog.getByText("That was all.").waitFor();
    const left = await allItems(url, table);
    assert.equal(left.length, 20);
    assert.ok(left.every((one) => one.pk.S !== "CUSTOMER#1"));
    assert.ok(await item(url, table, { pk: { S: "CUSTOMER#0" }, sk: { S: "ORDER#00" } }));
  },
}));

const vectors = {
  name: "the nearest items to a vector",
  run: async ({ page, url }) => {
    await createTable(url, "Vectors", ["pk"], {
      VectorIndexes: [
        {
          IndexName: "by-meaning",
          VectorAttribute: { AttributeName: "v" },
          Dimensions: 3,
          DistanceFunction: "EUCLIDEAN",
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    const vector = (...numbers) => ({ L: numbers.map((n) => ({ N: String(n) })) });
    await putAll(url, "Vectors", [
      { pk: { S: "near" }, v: vector(1, 0, 0) },
      { pk: { S: "far" }, v: vector(0, 9, 9) },
    ]);
    await page.goto(explorer(url, "Vectors"));
    await page.getByRole("link", { name: "Search by vector" }).click();
    await page.getByLabel("Vector of 3 numbers").fill("[0.9, 0, 0.1]");
    await button(page, "Search").click();
    await until(async () => (await rows(page)) === 2);
    assert.match(await page.locator('[aria-rowindex="2"]').textContent(), /near/);
    assert.deepEqual(await barriers(page), []);
  },
};

export const cases = [vectors, operators, ...query, ...gridding, ...bulk];
