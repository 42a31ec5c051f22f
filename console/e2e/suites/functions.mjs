// "functions": made, invoked with examples, their code, what they print, what triggers them. "buckets": objects in folders.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS, tabTo } from "../hands.mjs";
import { call, createTable, putAll, until } from "../server.mjs";
import { button } from "./editing.mjs";

const place = (url, view) => `${url}/#/000000000000/us-east-1/${view}`;

const functions = HANDS.map((hand) => ({
  name: `a function is made, invoked, changed, triggered by a table, and its log is read, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `hello-${by.name}`;
    const table = `Triggers-${by.name}`;
    await createTable(url, table, ["pk"], {
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
    await page.goto(place(url, "functions"));
    await by.press(button(page, "Create function"));
    const dialog = page.getByRole("dialog");
    await by.fill(dialog.getByLabel("Name", { exact: true }), name);
    assert.deepEqual(await barriers(page), []);
    await by.press(dialog.getByRole("button", { name: "Create", exact: true }));
    await page.getByRole("heading", { name, level: 1 }).waitFor();

    await by.choose(page.getByRole("button", { name: /Example$/ }), `a change of ${table}`);
    await page.locator(".cm-content").getByText("NewImage").waitFor();
    await by.press(button(page, "Invoke"));
    const result = page.getByRole("region", { name: "Result" });
    await result.getByText('"records": 1').waitFor();
    await result.getByText(/START RequestId/).waitFor();
    assert.deepEqual(await barriers(page), []);

    await by.press(page.getByRole("link", { name: "Code", exact: true }));
    const editor = page.locator(".cm-content");
    await editor.getByText("def handler").waitFor();
    await editor.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('def handler(event, context):\n    raise ValueError("as wanted")\n');
    await page.keyboard.press("Escape");
    assert.deepEqual(await barriers(page), []);
    await by.press(button(page, "Save the code"));
    await page.getByText("The code is changed").first().waitFor();
    await by.press(page.getByRole("link", { name: "Invoke", exact: true }));
    await by.press(button(page, "Invoke"));
    await result.getByText("Unhandled").waitFor();
    await result.getByText('"errorType": "ValueError"').waitFor();

    await by.press(page.getByRole("link", { name: "Triggers", exact: true }));
    await by.choose(page.getByRole("button", { name: /Table$/ }), table);
    await by.choose(page.getByRole("button", { name: /From where$/ }), "from the oldest change");
    await by.press(button(page, "Add a trigger"));
    await page.getByRole("cell", { name: "Enabled" }).waitFor();
    assert.deepEqual(await barriers(page), []);
    await putAll(url, table, [{ pk: { S: "a" } }]);

    await by.press(page.getByRole("link", { name: "Logs", exact: true }));
    const log = page.getByRole("grid", { name: "Log" });
    await by.fill(page.getByLabel("Words or a filter pattern"), "wanted");
    // Of the invocation by hand, and of the batch, which is tried again and again.
    await until(async () => Number(await log.getAttribute("aria-rowcount")) > 2);
    assert.deepEqual(await barriers(page), []);
    await by.press(page.getByRole("link", { name: "Triggers", exact: true }));
    await by.press(button(page, "Pause"));
    await page.getByRole("cell", { name: "Disabled" }).waitFor();
    await by.press(button(page, "Remove"));
    await page.getByText("No stream calls this function.").waitFor();

    await by.press(button(page, "Delete …"));
    await by.fill(page.getByRole("dialog").getByRole("textbox"), name);
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }));
    await page.getByRole("heading", { name: "Functions", level: 1 }).waitFor();
    await page.getByRole("link", { name, exact: true }).waitFor({ state: "detached" });
  },
}));

const buckets = HANDS.map((hand) => ({
  name: `a bucket is made; objects are put, walked through, read and deleted, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `photos-${by.name}`;
    await page.goto(place(url, "buckets"));
    await by.fill(page.getByLabel("Name of a new bucket"), name);
    await by.press(button(page, "Create bucket"));
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await page.getByText("Nothing is here").waitFor();
    assert.deepEqual(await barriers(page), []);
    const input = page.locator("input[type=file]");
    const put = async (prefix, file, content) => {
      await page.goto(place(url, `buckets/${name}${prefix && `?prefix=${encodeURIComponent(prefix)}`}`));
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await input.setInputFiles({ name: file, mimeType: "text/plain", buffer: Buffer.from(content) });
      await page.getByRole("gridcell", { name: file }).waitFor();
    };
    await put("", "a <b> ñ+%41.txt", "line one\n<script>alert(1)</script>");
    await put("deep/er/", "x.txt", "y".repeat(60_000));
    await put("", "z.bin", "\u0000");
    const grid = page.getByRole("grid", { name: "Objects" });
    await until(async () => (await grid.getAttribute("aria-rowcount")) === "4");
    await by.open(grid, 1);
    const pane = page.getByRole("region", { name: "Object", exact: true });
    await pane.getByText("<script>alert(1)</script>").waitFor();
    await pane.getByText("text/plain").waitFor();
    assert.deepEqual(await barriers(page), []);
    const download = page.waitForEvent("download");
    await by.press(pane.getByRole("button", { name: "Download" }));
    assert.match((await download).suggestedFilename(), /^a .*\.txt$/);
    await by.open(grid, 0);
    await until(() => /prefix=deep/.test(page.url()));
    await by.open(grid, 0);
    await by.open(grid, 0);
    await pane.getByText("Only its beginning is shown.").waitFor();
    await by.press(pane.getByRole("button", { name: "Delete …" }));
    await by.fill(page.getByRole("dialog").getByRole("textbox"), "x.txt");
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }));
    await page.getByText("Nothing is here").waitFor();
    if (by.name === "mouse") {
      await page.getByRole("link", { name: `s3://${name}/` }).click();
    } else {
      await by.press(page.getByRole("link", { name: `s3://${name}/` }));
    }
    await until(async () => (await grid.getAttribute("aria-rowcount")) === "3");
  },
}));

/** The explorer's tree, by the keys of a tree. */
const tree = HANDS.map((hand) => ({
  name: `item collections are a tree, whose items open and whose keys are queried, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Tree-${by.name}`;
    await createTable(url, table);
    await putAll(
      url,
      table,
      [1, 2, 3].flatMap((user) => [
        { pk: { S: `USER#${user}` }, sk: { S: "PROFILE#0" } },
        ...[1, 2].map((order) => ({ pk: { S: `USER#${user}` }, sk: { S: `ORDER#${user}${order}` } })),
      ]),
    );
    await page.goto(place(url, `table/${table}/items`));
    await by.run("Scan");
    const grid = page.getByRole("grid", { name: "Items" });
    await grid.waitFor();
    if (by.name === "mouse") {
      await button(page, "Collections").click();
    } else {
      await tabTo(page, grid);
      await page.keyboard.press("c");
    }
    const items = page.getByRole("tree");
    const node = (name, level) => items.locator(`[aria-level="${level}"]`).filter({ hasText: name });
    await until(async () => (await items.getByRole("treeitem").count()) === 3);
    const moveTo = async (name, level) => {
      await page.keyboard.press("Home");
      const id = () => items.getAttribute("aria-activedescendant");
      const wanted = await node(name, level).getAttribute("id");
      for (let i = 0; i < 20 && (await id()) !== wanted; i++) await page.keyboard.press("ArrowDown");
    };
    const press = async (name, level) => {
      if (by.name === "mouse") {
        await node(name, level).click();
        return;
      }
      await moveTo(name, level);
      await page.keyboard.press("Enter");
    };
    await press("USER#2", 1);
    await node("ORDER", 2).waitFor();
    await press("ORDER", 2);
    await node("ORDER#21", 3).waitFor();
    assert.deepEqual(await barriers(page), []);
    await press("ORDER#22", 3);
    await page
      .getByRole("region", { name: "Item", exact: true })
      .getByText(/of 400 KB/)
      .waitFor();
    if (by.name === "mouse") {
      await node("USER#3", 1).hover();
      await node("USER#3", 1).getByRole("button", { name: "Query this value" }).click();
    } else {
      await tabTo(page, items);
      await moveTo("USER#3", 1);
      await page.keyboard.press("f");
    }
    await until(async () => (await grid.getAttribute("aria-rowcount")) === "4");
    assert.match(page.url(), /pk=USER%233/);
    await items.focus();
    await page.keyboard.press("Escape");
    await items.waitFor({ state: "detached" });
    assert.ok((await call(url, "Scan", { TableName: table })).Count === 9);
  },
}));

export const cases = [...functions, ...buckets, ...tree];
