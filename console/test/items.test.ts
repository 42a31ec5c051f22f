import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeValue, Item } from "../src/api/types.ts";
import {
  canonicalNumber,
  compareNumbers,
  equal,
  equalItems,
  itemBytes,
  numberProblem,
  withAttribute,
} from "../src/items/attribute.ts";
import { cellText, visible } from "../src/items/display.ts";
import { fromPlain, fromTyped, toPlain, toTyped } from "../src/items/json.ts";
import { JsonError, parseJson } from "../src/items/jsonText.ts";
import { randomItem, randomNumbers } from "./random.ts";

test("10,000 random items come back from both forms as they were", () => {
  const random = randomNumbers(29);
  for (let i = 0; i < 10_000; i++) {
    const item = randomItem(random);
    assert.deepEqual(fromPlain(toPlain(item)), item);
    assert.deepEqual(fromTyped(toTyped(item)), item);
  }
});

test("an attribute with an odd name is like any other", () => {
  const odd: Item = Object.fromEntries([
    ["__proto__", { S: "a" }],
    ["constructor", { N: "1" }],
    ["", { BOOL: true }],
  ]);
  assert.deepEqual(fromPlain(toPlain(odd)), odd);
  const changed = withAttribute(withAttribute(odd, "__proto__", { S: "b" }), "x", { NULL: true });
  assert.deepEqual(Object.keys(changed), ["__proto__", "constructor", "", "x"]);
  assert.equal(Object.getPrototypeOf(changed), Object.prototype);
});

test("numbers keep all digits and are compared by value", () => {
  const digits = "12345678901234567890123456789012345678";
  assert.equal(toPlain(fromPlain(`{"n": ${digits}}`)), `{\n  "n": ${digits}\n}`);
  assert.ok(equal({ N: "1.50e2" }, { N: "150" }));
  assert.ok(!equal({ N: digits }, { N: digits.replace(/8$/, "9") }));
  assert.equal(canonicalNumber("-0.0"), "0");
  const sorted = ["1e-5", "-2", "-10", "0", "3", "20", "1e20"].sort(compareNumbers);
  assert.deepEqual(sorted, ["-10", "-2", "0", "1e-5", "3", "20", "1e20"]);
  assert.equal(numberProblem(`${digits}1`), "digits");
  assert.equal(numberProblem("1e126"), "range");
  assert.equal(numberProblem("9e125"), undefined);
  assert.equal(numberProblem("1,5"), "form");
});

test("sets are equal in any order, lists are not", () => {
  assert.ok(equalItems({ s: { SS: ["a", "b"] } }, { s: { SS: ["b", "a"] } }));
  assert.ok(!equalItems({ l: { L: [{ S: "a" }, { S: "b" }] } }, { l: { L: [{ S: "b" }, { S: "a" }] } }));
});

test("sizes are those of AWS's rules", () => {
  assert.equal(itemBytes({ pk: { S: "añ€😀" } }), 2 + 1 + 2 + 3 + 4);
  assert.equal(itemBytes({ m: { M: { a: { BOOL: true } } } }), 1 + 3 + 1 + 1 + 1);
  assert.equal(itemBytes({ b: { B: "AAEC" } }), 1 + 3);
});

test("a mistake in JSON is told with its place", () => {
  assert.throws(
    () => parseJson('{"a": 1, "a": 2}'),
    (error: JsonError) => error.position === 9,
  );
  assert.throws(() => parseJson('{"a": 01}'), JsonError);
  assert.throws(() => parseJson("[".repeat(200)), JsonError);
  assert.throws(() => fromTyped('{"a": {"S": "x", "N": "1"}}'));
});

test("what cannot be seen is written out, and long texts are cut", () => {
  assert.equal(visible("a\u202eb\u0000c"), "a⟨U+202E⟩b⟨U+0000⟩c");
  const long: AttributeValue = { S: "x".repeat(100_000) };
  assert.ok(cellText(long).length < 250);
  assert.ok(cellText({ L: Array.from({ length: 50_000 }, () => long) }).length < 250);
});
