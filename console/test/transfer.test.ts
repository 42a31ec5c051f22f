import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item, TableDescription } from "../src/api/types.ts";
import { readDocument, writeDocument } from "../src/model/documents.ts";
import { sampleItems } from "../src/model/samples.ts";
import { parseCsv } from "../src/transfer/csv.ts";
import { write } from "../src/transfer/format.ts";
import { csvMapping, readCsv, readJson } from "../src/transfer/importing.ts";

const TABLE = {
  TableName: "T",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
} as unknown as TableDescription;

const ITEMS: Item[] = [
  { id: { S: "a" }, n: { N: "12345678901234567890.5" }, s: { SS: ["x", "y"] } },
  { id: { S: 'b,"c"\n' }, m: { M: { k: { NULL: true } } } },
];

test("all forms of JSON that people have are read", () => {
  const typed = JSON.stringify(ITEMS[0]);
  for (const text of [
    write("lines", ITEMS, ""),
    write("typed", ITEMS, ""),
    write("json", ITEMS, ""),
    JSON.stringify({ Items: ITEMS, Count: 2 }),
    JSON.stringify({ T: ITEMS.map((Item) => ({ PutRequest: { Item } })) }),
  ]) {
    assert.deepEqual(readJson(text, TABLE), { items: ITEMS, problems: [] });
  }
  assert.deepEqual(readJson(`${typed}\n${typed}`, TABLE).items.length, 2);
});

test("what has no key, or one of another type, is told and left out", () => {
  const { items, problems } = readJson('[{"id": 5}, {"x": "y"}, {"id": "ok"}]', TABLE);
  assert.equal(items.length, 1);
  assert.equal(problems.length, 2);
});

test("CSV is read as it was written", () => {
  const text = write("csv", ITEMS, "");
  assert.equal(parseCsv(text).length, 3);
  const mapping = csvMapping(text, TABLE);
  assert.deepEqual(
    mapping.map((one) => one.type),
    ["S", "N", "JSON", "JSON"],
  );
  assert.deepEqual(readCsv(text, mapping, TABLE), { items: ITEMS, problems: [] });
});

test("a CloudFormation template and a Workbench model make the same table again", () => {
  for (const kind of ["cloudformation", "workbench", "createtable"] as const) {
    const { inputs } = readDocument(writeDocument(kind, [TABLE]));
    assert.equal(inputs[0]?.TableName, "T");
    assert.deepEqual(inputs[0]?.KeySchema, TABLE.KeySchema);
    assert.deepEqual(inputs[0]?.AttributeDefinitions, TABLE.AttributeDefinitions);
  }
  assert.match(writeDocument("terraform", [TABLE]), /hash_key = "id"/);
  assert.throws(() => readDocument("{}"));
});

test("sample items have the keys of the table, each once", () => {
  const items = sampleItems(TABLE, 500, 7);
  assert.equal(new Set(items.map((item) => JSON.stringify(item.id))).size, 500);
  assert.deepEqual(readJson(JSON.stringify(items), TABLE).problems, []);
});

test("statements can be run as they are copied", () => {
  assert.equal(
    write("insert", [ITEMS[0] as Item], "T"),
    `INSERT INTO "T" VALUE {'id': 'a', 'n': 12345678901234567890.5, 's': <<'x', 'y'>>}\n`,
  );
});
