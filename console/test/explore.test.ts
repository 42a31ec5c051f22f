import assert from "node:assert/strict";
import { test } from "node:test";
import type { TableDescription } from "../src/api/types.ts";
import {
  type Condition,
  EMPTY_CONDITION,
  filterExpression,
  Placeholders,
  pathParts,
} from "../src/explore/filter.ts";
import { readsByKey, splitStatements, tableOf } from "../src/explore/partiql.ts";
import { EMPTY_QUESTION, fromParameters, plan, toParameters } from "../src/explore/plan.ts";

const TABLE: TableDescription = {
  TableName: "Orders",
  TableStatus: "ACTIVE",
  TableArn: "arn",
  TableId: "id",
  CreationDateTime: 0,
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "order", KeyType: "RANGE" },
  ],
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "order", AttributeType: "N" },
    { AttributeName: "city", AttributeType: "S" },
    { AttributeName: "street", AttributeType: "S" },
  ],
  ItemCount: 1000,
  TableSizeBytes: 4096 * 100,
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  GlobalSecondaryIndexes: [
    {
      IndexName: "place",
      KeySchema: [
        { AttributeName: "city", KeyType: "HASH" },
        { AttributeName: "street", KeyType: "HASH" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
};

const condition = (part: Partial<Condition>): Condition => ({ ...EMPTY_CONDITION, ...part });

test("a value of the partition key makes a Query, none makes a Scan", () => {
  const query = plan(TABLE, {
    ...EMPTY_QUESTION,
    partition: ["c1"],
    sort: [condition({ operator: "between", value: "1", upper: "5" })],
  });
  assert.equal(query.operation, "Query");
  assert.equal(query.input.KeyConditionExpression, "pk = :v0 AND #n0 BETWEEN :v1 AND :v2");
  assert.deepEqual(query.input.ExpressionAttributeNames, { "#n0": "order" });
  assert.deepEqual(query.input.ExpressionAttributeValues, {
    ":v0": { S: "c1" },
    ":v1": { N: "1" },
    ":v2": { N: "5" },
  });

  const scan = plan(TABLE, EMPTY_QUESTION);
  assert.equal(scan.operation, "Scan");
  assert.equal(scan.unitsOfAll, 50);
  assert.equal(scan.input.Limit, 100);
});

test("half of a key of two attributes is a Scan that filters by it", () => {
  const half = plan(TABLE, { ...EMPTY_QUESTION, index: "place", partition: ["Oslo"] });
  assert.equal(half.operation, "Scan");
  assert.equal(half.input.FilterExpression, "city = :v0");
  const whole = plan(TABLE, {
    ...EMPTY_QUESTION,
    index: "place",
    partition: ["Oslo", "A"],
    consistent: true,
  });
  assert.equal(whole.input.KeyConditionExpression, "city = :v0 AND street = :v1");
  assert.equal(whole.input.ConsistentRead, undefined);
});

test("every operator is written as AWS has it", () => {
  const placeholders = new Placeholders();
  const rows: Condition[] = [
    condition({ path: "a", operator: "in", value: "x, y" }),
    condition({ path: "size", operator: "begins_with", value: "p" }),
    condition({ path: "list[0].name", operator: "contains", value: "z" }),
    condition({ path: '"a.b"', operator: "not exists" }),
    condition({ path: "d", operator: "type", value: "SS" }),
    condition({ path: "e", operator: "size >", value: "10" }),
    condition({ path: "f", operator: "not contains", type: "N", value: "5" }),
  ];
  assert.equal(
    filterExpression(
      [rows, [condition({ path: "g", operator: "=", type: "JSON", value: '{"SS":["q"]}' })]],
      placeholders,
    ),
    "(a IN (:v0, :v1) AND begins_with(#n0, :v2) AND contains(#n1[0].#n2, :v3) AND attribute_not_exists(#n3) AND " +
      "attribute_type(d, :v4) AND size(e) > :v5 AND NOT contains(f, :v6)) OR (g = :v7)",
  );
  assert.deepEqual(Object.values(placeholders.members().ExpressionAttributeNames ?? {}), [
    "size",
    "list",
    "name",
    "a.b",
  ]);
});

test("names that are no paths are names", () => {
  assert.deepEqual(pathParts("a.b[2].c"), ["a", "b", 2, "c"]);
  assert.deepEqual(pathParts("a..b"), ["a..b"]);
  assert.deepEqual(pathParts('"a.b[0]".c'), ["a.b[0]", "c"]);
});

test("a question survives its way through a link", () => {
  const question = {
    ...EMPTY_QUESTION,
    index: "place",
    partition: ["a&b", "ñ"],
    groups: [[condition({ path: "x", operator: "between", value: "1", upper: "2", type: "N" })]],
    descending: true,
    pageSize: 25,
  };
  assert.deepEqual(fromParameters(new URLSearchParams(toParameters(question).toString())), question);
  assert.deepEqual(fromParameters(new URLSearchParams("filter=%7Bnonsense")), EMPTY_QUESTION);
});

test("statements are told apart, with their table and whether they scan", () => {
  assert.deepEqual(splitStatements(`SELECT * FROM "a;b" WHERE x = 'it''s; so'; DELETE FROM c ;`), [
    `SELECT * FROM "a;b" WHERE x = 'it''s; so'`,
    "DELETE FROM c",
  ]);
  assert.equal(tableOf(`select * from "Orders"."place"`), "Orders");
  assert.ok(readsByKey(`SELECT * FROM Orders WHERE pk = 'a'`, TABLE));
  assert.ok(!readsByKey(`SELECT * FROM Orders WHERE pk > 'a'`, TABLE));
  assert.ok(!readsByKey(`SELECT * FROM "Orders"."place" WHERE city = 'a'`, TABLE));
});
