// OneTable (dynamodb-onetable) against Stator: one schema, the table that it creates from it, and all that its models do.
// By hand: STATOR_ENDPOINT=http://localhost:8000 node --test dynamodb-onetable.test.js
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { Dynamo } from "dynamodb-onetable/Dynamo";
import { Table } from "dynamodb-onetable";
import { client, tableName } from "./clients.js";

const name = tableName("onetable");

const schema = {
  format: "onetable:1.1.0",
  version: "0.0.1",
  indexes: {
    primary: { hash: "pk", sort: "sk" },
    gs1: { hash: "gs1pk", sort: "gs1sk", follow: true },
    gs2: { hash: "gs2pk", sort: "gs2sk", project: ["total"] },
    ls1: { type: "local", sort: "placedAt", project: "all" },
  },
  models: {
    User: {
      pk: { type: String, value: "user#${id}" },
      sk: { type: String, value: "user#" },
      gs1pk: { type: String, value: "email#${email}" },
      gs1sk: { type: String, value: "user#" },
      id: { type: String, required: true },
      email: { type: String, required: true, unique: true },
      name: { type: String },
      orderCount: { type: Number, default: 0 },
      active: { type: Boolean },
      joined: { type: Date },
      tags: { type: Set },
      history: { type: Array },
      address: { type: Object, schema: { city: { type: String }, zip: { type: String } } },
    },
    Order: {
      pk: { type: String, value: "user#${userId}" },
      sk: { type: String, value: "order#${id}" },
      gs1pk: { type: String, value: "order#${id}" },
      gs1sk: { type: String, value: "order#" },
      gs2pk: { type: String, value: "status#${status}" },
      gs2sk: { type: String, value: "${placedAt}" },
      userId: { type: String, required: true },
      id: { type: String, required: true },
      status: { type: String, enum: ["pending", "shipped"] },
      placedAt: { type: String },
      total: { type: Number, default: 0 },
      version: { type: Number, default: 1 },
    },
    Product: {
      pk: { type: String, value: "product#${id}" },
      sk: { type: String, value: "product#" },
      id: { type: String, required: true },
      stock: { type: Number, required: true },
    },
  },
  params: { isoDates: true, timestamps: true },
};

const table = new Table({ client: new Dynamo({ client }), name, schema, partial: true });
const User = table.getModel("User");
const Order = table.getModel("Order");
const Product = table.getModel("Product");

/** All items of all pages of `limit` entries. */
async function pages(model, properties, params) {
  const found = [];
  let next;
  do {
    const page = await model.find(properties, { ...params, next });
    found.push(...page);
    next = page.next;
  } while (next);
  return found;
}

const ids = (items) => items.map((item) => item.id);
const failedCondition = (error) => error.code === "ConditionalCheckFailedException" || /Conditional/.test(error.message);

before(async () => {
  await table.createTable();
  const batch = {};
  for (let i = 0; i < 20; i++) {
    await Order.create(
      { userId: "ada", id: String(i).padStart(2, "0"), status: i % 4 ? "pending" : "shipped", placedAt: `2026-11-0${1 + (i % 3)}`, total: i },
      { batch },
    );
  }
  await table.batchWrite(batch);
});

after(async () => {
  await table.deleteTable("DeleteTableForever");
  assert.equal(await table.exists(), false);
});

test("the table is created from the schema and can be changed", async () => {
  assert.equal(await table.exists(), true);
  const { Table: described } = await client.send(new DescribeTableCommand({ TableName: name }));
  assert.deepEqual(described.GlobalSecondaryIndexes.map((index) => index.IndexName).sort(), ["gs1", "gs2"]);
  assert.deepEqual(described.LocalSecondaryIndexes.map((index) => index.IndexName), ["ls1"]);
  assert.deepEqual(described.GlobalSecondaryIndexes.find((index) => index.IndexName === "gs2").Projection.ProjectionType, "INCLUDE");
  const other = new Table({ client: new Dynamo({ client }), name: tableName("onetable-update"), schema });
  await other.createTable();
  await other.updateTable({ remove: { name: "gs2" } });
  await other.updateTable({ create: { name: "gs3", hash: "gs3pk", sort: "gs3sk", project: "keys" } });
  const indexes = (await other.describeTable()).Table.GlobalSecondaryIndexes;
  assert.deepEqual(indexes.map((index) => index.IndexName).sort(), ["gs1", "gs3"]);
  await other.deleteTable("DeleteTableForever");
});

test("an item of every type comes back, and is not created twice", async () => {
  const values = {
    id: "eve",
    email: "eve@example.com",
    active: true,
    joined: new Date(1_700_000_000_000),
    tags: new Set(["a", "b"]),
    history: ["x", { y: 1 }],
    address: { city: "Lima", zip: "1" },
  };
  await User.create(values);
  const { created, updated, ...read } = await User.get({ id: "eve" });
  assert.ok(created instanceof Date && updated instanceof Date);
  assert.deepEqual(read, { ...values, orderCount: 0 });
  await assert.rejects(User.create(values));
  assert.equal(await User.get({ id: "nobody" }), undefined);
});

test("a unique attribute is held by a transaction", async () => {
  await User.create({ id: "first", email: "one@example.com" });
  await assert.rejects(User.create({ id: "second", email: "one@example.com" }), (error) => {
    assert.match(error.message, /unique/);
    return true;
  });
  assert.equal(await User.get({ id: "second" }), undefined);
  await User.update({ id: "first", email: "two@example.com" });
  await User.create({ id: "second", email: "one@example.com" });
  await User.remove({ id: "second" });
  await User.create({ id: "third", email: "one@example.com" });
  const [byMail] = await User.find({ email: "two@example.com" }, { index: "gs1" });
  assert.equal(byMail.id, "first");
});

test("updates set, add, push, remove and delete, under conditions", async () => {
  await User.create({ id: "u", email: "u@example.com", name: "U", tags: new Set(["a", "b"]), history: ["1"], address: { city: "Lima", zip: "1" } });
  const changed = await User.update(
    { id: "u" },
    {
      set: { "address.city": "Quito", active: true },
      add: { orderCount: 5 },
      push: { history: ["2"] },
      delete: { tags: new Set(["a"]) },
      remove: ["name"],
      where: "${orderCount} < {5} and attribute_exists(${name})",
    },
  );
  assert.deepEqual(
    [changed.address, changed.active, changed.orderCount, changed.history, changed.tags, changed.name],
    [{ city: "Quito", zip: "1" }, true, 5, ["1", "2"], new Set(["b"]), undefined],
  );
  await assert.rejects(User.update({ id: "u", name: "x" }, { where: "${orderCount} > {5}" }), failedCondition);
  await assert.rejects(User.update({ id: "nobody", name: "x" }), failedCondition);
  const upserted = await Product.upsert({ id: "new", stock: 1 });
  assert.equal(upserted.stock, 1);
});

test("finds page forward, backward and to the page before", async () => {
  const all = await pages(Order, { userId: "ada" }, { limit: 7 });
  assert.deepEqual(ids(all), Array.from({ length: 20 }, (_, i) => String(i).padStart(2, "0")));
  const down = await pages(Order, { userId: "ada" }, { limit: 7, reverse: true });
  assert.deepEqual(ids(down), ids(all).toReversed());
  const first = await Order.find({ userId: "ada" }, { limit: 5 });
  const second = await Order.find({ userId: "ada" }, { limit: 5, next: first.next });
  const back = await Order.find({ userId: "ada" }, { limit: 5, prev: second.prev });
  assert.deepEqual(ids(back), ids(first));
  const between = await Order.find({ userId: "ada", sk: { between: ["order#03", "order#05"] } });
  assert.deepEqual(ids(between), ["03", "04", "05"]);
  const begins = await Order.find({ userId: "ada", sk: { begins: "order#1" } }, { where: "${total} >= {15}" });
  assert.equal(begins.length, 5);
  const counted = await Order.find({ userId: "ada" }, { count: true });
  assert.equal(counted.count, 20);
});

test("indexes: overloaded, followed to the item, local, with equal keys", async () => {
  const [byId] = await Order.find({ id: "07" }, { index: "gs1", follow: true });
  assert.equal(byId.total, 7);
  const shipped = await pages(Order, { status: "shipped" }, { index: "gs2", hidden: true });
  assert.equal(shipped.length, 5);
  for (const limit of [1, 2, 3]) {
    const found = await pages(Order, { status: "shipped" }, { index: "gs2", limit, hidden: true });
    assert.deepEqual(found.map((item) => item.sk), shipped.map((item) => item.sk));
    const down = await pages(Order, { status: "shipped" }, { index: "gs2", limit, reverse: true, hidden: true });
    assert.deepEqual(down.map((item) => item.sk), shipped.map((item) => item.sk).toReversed());
  }
  const day = await Order.find({ userId: "ada", placedAt: "2026-11-02" }, { index: "ls1", consistent: true });
  assert.equal(day.length, 7);
  const account = await table.fetch(["User", "Order"], { pk: "user#ada" });
  assert.equal(account.Order.length, 20);
});

async function placeOrder(userId, id, productId, quantity) {
  const transaction = {};
  await User.update({ id: userId }, { add: { orderCount: 1 }, transaction });
  await Order.create({ userId, id, total: quantity, status: "pending", placedAt: "2026-11-21" }, { transaction });
  await Product.update({ id: productId }, { add: { stock: -quantity }, where: `\${stock} >= {${quantity}}`, transaction });
  await table.transact("write", transaction);
}

test("an order is written with counter and stock, or cancelled", async () => {
  await User.create({ id: "buyer", email: "buyer@example.com" });
  await Product.create({ id: "lamp", stock: 5 });
  await placeOrder("buyer", "1", "lamp", 2);
  await assert.rejects(placeOrder("buyer", "2", "lamp", 4), (error) => {
    assert.equal(error.code, "TransactionCanceledException");
    return true;
  });
  const transaction = {};
  await User.get({ id: "buyer" }, { transaction });
  await Product.get({ id: "lamp" }, { transaction });
  const items = await table.transact("get", transaction, { parse: true, hidden: false });
  assert.deepEqual([items[0].orderCount, items[1].stock], [1, 3]);
  assert.equal(await Order.get({ userId: "buyer", id: "2" }), undefined);
  const deletion = {};
  await Product.check({ id: "lamp" }, { transaction: deletion, where: "${stock} = {3}" });
  await Order.remove({ userId: "buyer", id: "1" }, { transaction: deletion });
  await table.transact("write", deletion);
  assert.equal(await Order.get({ userId: "buyer", id: "1" }), undefined);
});

test("batches put, get and delete", async () => {
  const products = Array.from({ length: 25 }, (_, stock) => ({ id: `b${stock}`, stock }));
  const puts = {};
  for (const product of products) {
    await Product.create(product, { batch: puts });
  }
  await table.batchWrite(puts);
  const read = async () => {
    const gets = {};
    for (const { id } of products) {
      await Product.get({ id }, { batch: gets });
    }
    return table.batchGet(gets, { parse: true, hidden: false });
  };
  assert.deepEqual((await read()).map((item) => item.stock).sort((a, b) => a - b), products.map((product) => product.stock));
  const deletes = {};
  for (const { id } of products) {
    await Product.remove({ id }, { batch: deletes });
  }
  await table.batchWrite(deletes);
  assert.deepEqual(await read(), []);
});

test("a version guards against lost updates; a removal has its condition", async () => {
  const id = { userId: "v", id: "1" };
  await Order.create(id);
  const save = (total, version) => Order.update({ ...id, total }, { add: { version: 1 }, where: `\${version} = {${version}}` });
  await save(1, 1);
  await assert.rejects(save(2, 1), failedCondition);
  assert.equal((await save(2, 2)).version, 3);
  await assert.rejects(Order.remove(id, { where: "${version} = {1}" }), failedCondition);
  await Order.remove(id, { where: "${version} = {3}" });
  await assert.rejects(Order.remove(id, { exists: true }), failedCondition);
});

test("scans filter, page and split", async () => {
  const scanned = await Order.scan({ userId: "ada" }, { where: "${total} < {10}" });
  assert.equal(scanned.length, 10);
  const segments = await Promise.all([0, 1].map((segment) => Order.scan({ userId: "ada" }, { segments: 2, segment })));
  assert.equal(segments.flat().length, 20);
});
