import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Item } from "../src/api/types.ts";
import { withAttribute } from "../src/items/attribute.ts";
import { batches, transactItem } from "../src/staging/commit.ts";
import {
  type Change,
  discardAll,
  kindOf,
  markConflicts,
  type Place,
  rebase,
  revertAttribute,
  settle,
  stage,
  stagedChanges,
  stageUndo,
} from "../src/staging/staging.ts";

const PLACE: Place = {
  namespace: { account: "000000000000", region: "us-east-1" },
  table: "T",
  keyNames: ["pk"],
};
const item = (pk: string, more: Item = {}): Item => ({ pk: { S: pk }, ...more });
const first = () => stagedChanges()[0] as Change;

beforeEach(discardAll);

test("an edit is an update of what changed, under the condition that it is as it was seen", () => {
  stage(
    PLACE,
    item("a", { x: { N: "1" }, y: { S: "y" }, size: { S: "s" } }),
    item("a", { x: { N: "2" }, y: { S: "y" }, z: { BOOL: true } }),
  );
  assert.deepEqual(transactItem(first()), {
    Update: {
      TableName: "T",
      Key: item("a"),
      UpdateExpression: "SET x = :v1, #n1 = :v3 REMOVE #n0".replace("#n1", "z").replace(":v3", ":v3"),
      ConditionExpression: "attribute_exists(pk) AND x = :v0 AND #n0 = :v2 AND attribute_not_exists(z)",
      ExpressionAttributeNames: { "#n0": "size" },
      ExpressionAttributeValues: {
        ":v0": { N: "1" },
        ":v1": { N: "2" },
        ":v2": { S: "s" },
        ":v3": { BOOL: true },
      },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });
});

test("a new item must not be there, a deleted one must be as it was seen", () => {
  stage(PLACE, undefined, item("n"));
  stage(PLACE, item("d", { x: { N: "1" } }), undefined);
  const [put, remove] = stagedChanges().map(transactItem) as [
    Record<string, Record<string, unknown>>,
    Record<string, Record<string, unknown>>,
  ];
  assert.equal(put.Put?.ConditionExpression, "attribute_not_exists(pk)");
  assert.equal(remove.Delete?.ConditionExpression, "attribute_exists(pk) AND x = :v0");
});

test("what comes back to what it was is no change", () => {
  stage(PLACE, item("a", { x: { N: "1" } }), item("a", { x: { N: "2" } }));
  stage(PLACE, item("a", { x: { N: "2" } }), item("a", { x: { N: "1.0" } }));
  assert.equal(stagedChanges().length, 0);
  stage(PLACE, undefined, item("n"));
  stage(PLACE, item("n"), undefined);
  assert.equal(stagedChanges().length, 0);
});

test("another key is a deletion and a new item", () => {
  stage(PLACE, item("a"), item("b"));
  assert.deepEqual(stagedChanges().map(kindOf), ["deleted", "new"]);
});

test("one attribute can be taken back", () => {
  stage(PLACE, item("a", { x: { N: "1" }, y: { N: "1" } }), item("a", { x: { N: "2" }, y: { N: "2" } }));
  revertAttribute(first().id, "x");
  assert.deepEqual(first().after, item("a", { x: { N: "1" }, y: { N: "2" } }));
  revertAttribute(first().id, "y");
  assert.equal(stagedChanges().length, 0);
});

test("a change put on top of somebody else's keeps both", () => {
  stage(PLACE, item("a", { x: { N: "1" }, y: { N: "1" } }), item("a", { x: { N: "2" }, y: { N: "1" } }));
  const theirs = item("a", { x: { N: "1" }, y: { N: "9" } });
  markConflicts(new Map([[first().id, theirs]]));
  rebase(first().id);
  assert.equal(first().conflict, undefined);
  assert.deepEqual(first().before, theirs);
  assert.deepEqual(first().after, item("a", { x: { N: "2" }, y: { N: "9" } }));
});

test("the reverse of a commit can be staged", () => {
  stage(PLACE, item("a", { x: { N: "1" } }), item("a", { x: { N: "2" } }));
  stage(PLACE, undefined, item("n"));
  settle(stagedChanges());
  assert.equal(stagedChanges().length, 0);
  stageUndo();
  assert.deepEqual(stagedChanges().map(kindOf), ["edited", "deleted"]);
  assert.deepEqual(first().after, item("a", { x: { N: "1" } }));
});

test("a transaction has at most 100 items and one region", () => {
  for (let i = 0; i < 250; i++) {
    stage(
      i % 2 ? PLACE : { ...PLACE, namespace: { ...PLACE.namespace, region: "eu-west-1" } },
      undefined,
      item(String(i)),
    );
  }
  const sizes = batches(stagedChanges()).map((batch) => batch.length);
  assert.deepEqual(sizes, [100, 25, 100, 25]);
});

test("an attribute called like a member of every object is set", () => {
  const odd = withAttribute(withAttribute(item("a"), "toString", { S: "x" }), "__proto__", { S: "y" });
  assert.deepEqual(Object.keys(odd), ["pk", "toString", "__proto__"]);
});

test("expressions stay within their 4096 bytes", () => {
  const many = Object.fromEntries(
    Array.from({ length: 130 }, (_, i) => [`${"long".repeat(40)}${i}`, { N: String(i) }]),
  );
  stage(PLACE, item("a", many), item("a"));
  const update = transactItem(first()).Update as Record<string, string>;
  assert.ok((update.ConditionExpression ?? "").length <= 4096);
  assert.ok((update.UpdateExpression ?? "").length <= 4096);
});

test("what was changed while it was committed waits on top of it", () => {
  stage(PLACE, item("a", { x: { N: "1" } }), item("a", { x: { N: "2" } }));
  const committing = stagedChanges();
  stage(PLACE, item("a", { x: { N: "2" } }), item("a", { x: { N: "3" } }));
  settle(committing);
  assert.deepEqual(first().before, item("a", { x: { N: "2" } }));
  assert.deepEqual(first().after, item("a", { x: { N: "3" } }));
  stage(PLACE, item("a", { x: { N: "3" } }), item("a", { x: { N: "2" } }));
  assert.equal(stagedChanges().length, 0);
});

test("an undo keeps what waits for the same item", () => {
  stage(PLACE, item("a", { x: { N: "1" } }), item("a", { x: { N: "2" } }));
  settle(stagedChanges());
  stage(PLACE, item("a", { x: { N: "2" } }), item("a", { x: { N: "2" }, y: { N: "9" } }));
  stageUndo();
  assert.deepEqual(first().before, item("a", { x: { N: "2" } }));
  assert.deepEqual(first().after, item("a", { x: { N: "1" }, y: { N: "9" } }));
});
