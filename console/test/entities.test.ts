import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item } from "../src/api/types.ts";
import { entitiesOf, facetsOf, oneTableSchema, typesOf } from "../src/model/entities.ts";

const TABLE = {
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
};
const item = (pk: string, sk: string, more: Item = {}): Item => ({ pk: { S: pk }, sk: { S: sk }, ...more });
const ITEMS = [
  item("USER#1", "PROFILE", { name: { S: "Ana" } }),
  item("USER#1", "ORDER#1", { total: { N: "5" } }),
  item("USER#2", "ORDER#2", { total: { N: "6" }, "odd name": { BOOL: true } }),
];

test("items whose keys begin alike are of one kind", () => {
  const [order, profile] = entitiesOf(TABLE, ITEMS);
  assert.equal(order?.name, "Order");
  assert.deepEqual(order?.prefixes, ["USER#", "ORDER#"]);
  assert.equal(order?.count, 2);
  assert.deepEqual(
    order?.attributes.map((one) => [one.name, one.types.join(), one.count]),
    [
      ["pk", "S", 2],
      ["sk", "S", 2],
      ["total", "N", 2],
      ["odd name", "BOOL", 1],
    ],
  );
  assert.equal(profile?.name, "Profile");
});

test("kinds are written as types, as a schema and as facets", () => {
  const entities = entitiesOf(TABLE, ITEMS);
  assert.match(
    typesOf(entities),
    /interface Order \{\n {2}pk: string;\n {2}sk: string;\n {2}total: number;\n {2}"odd name"\?: boolean;/,
  );
  assert.match(oneTableSchema(TABLE, entities), /"primary": \{\s+"hash": "pk",\s+"sort": "sk"/);
  assert.deepEqual((facetsOf(TABLE, entities)[0] as { KeyAttributeAlias: unknown }).KeyAttributeAlias, {
    PartitionKeyAlias: "USER#",
    SortKeyAlias: "ORDER#",
  });
});
