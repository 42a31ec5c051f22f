// "edit": form, JSON and DynamoDB JSON; size; reserved words; staged and committed on condition of what was seen.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS, tabTo } from "../hands.mjs";
import { createTable, item, putAll, until } from "../server.mjs";

export const grid = (page) => page.getByRole("grid", { name: "Items" });
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const itemPane = (page) => page.getByRole("region", { name: "Item" });
export const explorer = (url, table, query = "") =>
  `${url}/#/000000000000/us-east-1/table/${table}/items${query}`;

const song = {
  pk: { S: "Acme <script>alert(1)</script>" },
  sk: { S: "Song 1" },
  Year: { N: "1999" },
  Big: { N: "12345678901234567890123456789012345678" },
  Tags: { SS: ["a", "b"] },
  Cover: { B: "AAEC" },
  Deep: { M: { l: { L: [{ NS: ["1", "2"] }, { NULL: true }, { M: {} }] } } },
};
const key = { pk: song.pk, sk: song.sk };

const form = HANDS.map((hand) => ({
  name: `an edit in the form is staged, shown, committed and undone, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Form-${by.name}`;
    await createTable(url, table);
    await putAll(url, table, [song]);
    await page.goto(explorer(url, table));
    await button(page, "Scan").waitFor();
    assert.equal(await page.getByRole("gridcell").count(), 0, "no scan is started without being asked for");
    await by.run("Scan");
    await by.open(grid(page), 0);
    await by.fill(itemPane(page).getByLabel("Value of Year"), "2001");
    await page.getByText(/of 400 KB/).waitFor();
    assert.deepEqual(await barriers(page), []);
    await by.press(itemPane(page).getByRole("button", { name: "Stage", exact: true }));
    assert.deepEqual(await item(url, table, key), song, "nothing is written before it is committed");
    await until(() => grid(page).evaluate((element) => element === document.activeElement));
    await by.press(button(page, "Review"));
    await page.getByRole("dialog").getByText("1999").waitFor();
    assert.deepEqual(await barriers(page), []);
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Commit 1" }));
    await until(async () => (await item(url, table, key)).Year.N === "2001");
    assert.deepEqual(await item(url, table, key), { ...song, Year: { N: "2001" } }, "all else is as it was");
    await page.keyboard.press("Escape");
    await by.press(button(page, "Undo the last commit (1)"));
    await page.keyboard.press("Control+S");
    await until(async () => (await item(url, table, key)).Year.N === "1999");
    assert.deepEqual(await item(url, table, key), song);
  },
}));

const texts = HANDS.flatMap((hand) =>
  ["JSON", "DynamoDB JSON"].map((label) => ({
    name: `an edit as ${label}, by ${hand({}).name}`,
    run: async ({ page, url }) => {
      const by = hand(page);
      const table = `Text-${by.name}-${label.length}`;
      await createTable(url, table);
      await putAll(url, table, [{ ...song, size: { S: "reserved" } }]);
      await page.goto(explorer(url, table));
      await by.run("Scan");
      await by.open(grid(page), 0);
      await itemPane(page)
        .getByText(/Reserved words/)
        .waitFor();
      const radio = itemPane(page).getByRole("radio", { name: label, exact: true });
      if (by.name === "mouse") {
        await radio.click({ force: true });
      } else {
        await tabTo(page, itemPane(page).getByRole("radio", { name: "Form", exact: true }));
        await page.keyboard.press("ArrowRight");
        if (label !== "JSON") await page.keyboard.press("ArrowRight");
      }
      const editor = itemPane(page).locator(".cm-content");
      await editor.waitFor();
      await editor.focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.insertText(label === "JSON" ? '"added": 5,' : '"added": {"N": "5"},');
      assert.deepEqual(await barriers(page), []);
      await page.keyboard.press("Escape"); // leaves the editor's keys, or asks about what is not staged
      await by.press(itemPane(page).getByRole("button", { name: "Stage", exact: true }));
      await page.keyboard.press("Control+S");
      await until(async () => (await item(url, table, key)).added);
      assert.deepEqual(await item(url, table, key), {
        ...song,
        size: { S: "reserved" },
        added: { N: "5" },
      });
    },
  })),
);

const types = HANDS.map((hand) => ({
  name: `a new item with attributes of chosen types, a duplicate, a deletion, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `New-${by.name}`;
    await createTable(url, table);
    await page.goto(explorer(url, table));
    await by.press(button(page, "New item"));
    await by.fill(itemPane(page).getByLabel("Value of pk"), "k");
    await by.fill(itemPane(page).getByLabel("Value of sk"), "1");
    for (const [name, type, text] of [
      ["count", "N", "12345678901234567890123456789012345678"],
      ["tags", "SS", "a\nb"],
      ["flag", "BOOL", undefined],
    ]) {
      await by.fill(itemPane(page).getByLabel("New attribute", { exact: true }), name);
      await by.press(itemPane(page).getByRole("button", { name: "Add", exact: true }));
      await by.select(itemPane(page).getByLabel(`Type of ${name}`), type);
      if (text) {
        await by.fill(itemPane(page).getByLabel(`Value of ${name}`), text);
      } else {
        await by.check(itemPane(page).getByRole("switch", { name: `Value of ${name}` }));
      }
    }
    await by.press(itemPane(page).getByRole("button", { name: "Stage", exact: true }));
    await page.keyboard.press("Control+S");
    const made = await until(() => item(url, table, { pk: { S: "k" }, sk: { S: "1" } }));
    assert.equal(made.count.N, "12345678901234567890123456789012345678");
    assert.deepEqual([...made.tags.SS].sort(), ["a", "b"]);
    assert.equal(made.flag.BOOL, true);

    await by.run("Scan");
    await by.selectRow(grid(page), 0);
    await by.menu(page.getByRole("button", { name: /^Change/ }), /Duplicate/);
    await by.fill(itemPane(page).getByLabel("Value of sk"), "2");
    await by.press(itemPane(page).getByRole("button", { name: "Stage", exact: true }));
    await page.keyboard.press("Control+S");
    const copy = await until(() => item(url, table, { pk: { S: "k" }, sk: { S: "2" } }));
    assert.deepEqual(copy, { ...made, sk: { S: "2" } });

    await by.run("Scan");
    await by.cell(grid(page), 0, 0);
    await page.keyboard.press("Delete");
    await page.getByText("1 deleted").waitFor();
    await page.keyboard.press("Delete"); // again: taken back
    await page.getByText("1 deleted").waitFor({ state: "detached" });
    await page.keyboard.press("Delete");
    await by.press(button(page, "Commit 1"));
    await until(async () => !(await item(url, table, { pk: { S: "k" }, sk: { S: "1" } })));
  },
}));

const guarded = {
  name: "edits that are not staged are not dropped by one key",
  run: async ({ page, url }) => {
    await createTable(url, "Guarded");
    await putAll(url, "Guarded", [song]);
    await page.goto(explorer(url, "Guarded"));
    await button(page, "Scan").click();
    await page.getByRole("gridcell", { name: /Song 1/ }).dblclick();
    await itemPane(page).getByLabel("Value of Year").fill("2001");
    await page.keyboard.press("Escape");
    await page.getByText(/not staged/).waitFor();
    await itemPane(page).getByRole("button", { name: "Stage", exact: true }).click();
    await button(page, "Commit 1").waitFor();
  },
};

export const cases = [...form, ...texts, ...types, guarded];
