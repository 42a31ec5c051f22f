// Random items, opened, edited in one attribute and saved through the page, come back equal in all others.
import assert from "node:assert/strict";
import { largeItem, randomItem, randomNumbers } from "../items.mjs";
import { allItems, createTable, putAll, until } from "../server.mjs";
import { explorer, grid, itemPane } from "./editing.mjs";

const SEED = 29;
const SHORT = 120;
const LONG = 10_000;
const PAGE = 60;
const LARGE_EVERY = { short: 40, long: 200 };
const PARTS = 4;

/** Most of the time of the long form is spent on drawing what nobody looks at. */
const SMALL = { size: { width: 1000, height: 460 } };

async function edit(page, how) {
  if (how === 0) {
    await itemPane(page).getByLabel("Value of mark").fill("after");
    return;
  }
  const label = how === 1 ? "JSON" : "DynamoDB JSON";
  await itemPane(page).getByRole("radio", { name: label, exact: true }).click({ force: true });
  const editor = itemPane(page).locator(".cm-content");
  await editor.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.insertText(how === 1 ? '"edited": true,' : '"edited": {"BOOL": true},');
}

const text = (item) => `${item.pk.S} ${item.sk.S}`;
const canonical = (item) => JSON.stringify(sorted(item));

/** Sets and members have no order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([name, one]) => [
      name,
      ["SS", "NS", "BS"].includes(name) && Array.isArray(one) ? [...one].sort() : sorted(one),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

async function lossless({ page, url }, table, seed, count, largeEvery) {
  const random = randomNumbers(seed);
  const isLarge = (i) => i % largeEvery === largeEvery - 1;
  await createTable(url, table);
  const items = Array.from({ length: count }, (_, i) => ({
    ...(isLarge(i) ? largeItem(random, i % (2 * largeEvery) < largeEvery) : randomItem(random)),
    mark: { S: "before" },
    pk: { S: `page ${Math.floor(i / PAGE)}` },
    sk: { S: String(i).padStart(6, "0") },
  }));
  await putAll(url, table, items);
  const before = new Map((await allItems(url, table)).map((item) => [text(item), item]));
  assert.equal(before.size, count);
  const shown = itemPane(page).locator(".meter");
  for (let from = 0; from < count; from += PAGE) {
    await page.goto(explorer(url, table, `?pk=page ${from / PAGE}&run=1`));
    await grid(page).waitFor();
    await until(
      async () =>
        (await grid(page).getAttribute("aria-rowcount")) === String(Math.min(PAGE, count - from) + 1),
    );
    await grid(page).focus();
    for (let i = from; i < Math.min(from + PAGE, count); i++) {
      if (i > from) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await shown.waitFor();
      await edit(page, isLarge(i) ? 1 + (i % 2) : i % 3);
      await itemPane(page).getByRole("button", { name: "Stage", exact: true }).click();
      await shown.waitFor({ state: "detached" });
    }
    await page.keyboard.press("Control+s");
    await page.getByRole("region", { name: "Staged changes" }).waitFor({ state: "detached" });
  }
  let edited = 0;
  for (const item of await allItems(url, table)) {
    const { edited: flag, ...rest } = item;
    const was = before.get(text(item));
    assert.ok(flag?.BOOL === true || item.mark.S === "after", `${text(item)} was not edited`);
    assert.equal(canonical({ ...rest, mark: was.mark }), canonical(was), text(item));
    edited++;
  }
  assert.equal(edited, count);
  console.log(`  ${count} items`);
}

/** The long form has 10,000 items, in parts that can be run one at a time. */
export const cases = process.argv.includes("--long")
  ? Array.from({ length: PARTS }, (_, part) => ({
      name: `random items of all types and sizes lose nothing, part ${part + 1} of ${PARTS}`,
      page: SMALL,
      run: (at) => lossless(at, `Lossless${part}`, SEED + part, LONG / PARTS, LARGE_EVERY.long),
    }))
  : [
      {
        name: "random items of all types and sizes lose nothing",
        page: SMALL,
        run: (at) => lossless(at, "Lossless", SEED, SHORT, LARGE_EVERY.short),
      },
    ];
