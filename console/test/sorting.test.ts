import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeValue, Item } from "../src/api/types.ts";
import { sortedRows } from "../src/explore/sorting.ts";
import { compareNumbers } from "../src/items/attribute.ts";
import { randomNumbers } from "./random.ts";

const items = (...values: (AttributeValue | undefined)[]): Item[] =>
  values.map((v): Item => (v ? { v } : { other: { S: "x" } }));
const never = new AbortController().signal;

test("numbers are ordered by value, with all digits, and what has nothing is last", async () => {
  const rows = items(
    { N: "10" },
    undefined,
    { N: "9007199254740993" },
    { N: "9007199254740992" },
    { N: "-1" },
    { S: "a" },
  );
  assert.deepEqual(await sortedRows(rows, "v", false, never), [4, 0, 3, 2, 5, 1]);
  assert.deepEqual(await sortedRows(rows, "v", true, never), [5, 2, 3, 0, 4, 1]);
});

test("30,000 rows are ordered as an ordinary sort does, and equal ones stay in place", async () => {
  const random = randomNumbers(7);
  const values = Array.from({ length: 30_000 }, () => String(Math.floor(random() * 5000)));
  const rows = items(...values.map((N) => ({ N })));
  const expected = rows
    .map((_, i) => i)
    .sort((a, b) => compareNumbers(values[a] as string, values[b] as string) || a - b);
  assert.deepEqual(await sortedRows(rows, "v", false, never), expected);
});

test("a sort that nobody waits for ends", async () => {
  const abort = new AbortController();
  abort.abort();
  assert.equal(await sortedRows(items({ N: "1" }), "v", false, abort.signal), undefined);
});
