// ElectroDB against Stator: entities and a service over one table, collections, batches, transactions, cursors.
// By hand: STATOR_ENDPOINT=http://localhost:8000 node --test electrodb.test.js
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";
import electrodb from "electrodb";
import { createTable, documents, index, keys, tableName } from "./clients.js";

const { Entity, Service, createWriteTransaction } = electrodb;
const table = tableName("electrodb");
const options = { table, client: documents };

const primary = (pk, sk, more) => ({ pk: { field: "pk", composite: pk }, sk: { field: "sk", composite: sk }, ...more });
const secondary = (number, pk, sk, more) => ({
  index: `gsi${number}`,
  pk: { field: `gsi${number}pk`, composite: pk },
  sk: { field: `gsi${number}sk`, composite: sk },
  ...more,
});

const User = new Entity(
  {
    model: { entity: "user", service: "shop", version: "1" },
    attributes: {
      userId: { type: "string", required: true },
      email: { type: "string", required: true },
      name: { type: "string" },
      orderCount: { type: "number", default: 0 },
      tags: { type: "set", items: "string" },
      address: { type: "map", properties: { city: { type: "string" }, zip: { type: "string" } } },
      history: { type: "list", items: { type: "string" } },
      createdAt: { type: "number", readOnly: true, default: () => 1_700_000_000_000 },
    },
    indexes: {
      profile: { ...primary(["userId"], []), collection: "account" },
      byEmail: secondary(1, ["email"], []),
    },
  },
  options,
);

const Order = new Entity(
  {
    model: { entity: "order", service: "shop", version: "1" },
    attributes: {
      userId: { type: "string", required: true },
      orderId: { type: "string", required: true },
      status: { type: ["pending", "shipped", "delivered"], default: "pending" },
      placedAt: { type: "string", required: true },
      total: { type: "number", default: 0 },
      version: { type: "number", default: 1 },
    },
    indexes: {
      orders: { ...primary(["userId"], ["orderId"]), collection: "account" },
      byStatus: secondary(1, ["status"], ["placedAt"]),
      byId: { ...secondary(2, ["orderId"], []), collection: "order" },
    },
  },
  options,
);

const OrderItem = new Entity(
  {
    model: { entity: "item", service: "shop", version: "1" },
    attributes: {
      orderId: { type: "string", required: true },
      productId: { type: "string", required: true },
      quantity: { type: "number", required: true },
    },
    indexes: {
      items: primary(["orderId"], ["productId"]),
      byProduct: secondary(1, ["productId"], ["orderId"]),
      ofOrder: { ...secondary(2, ["orderId"], ["productId"]), collection: "order" },
    },
  },
  options,
);

const Product = new Entity(
  {
    model: { entity: "product", service: "shop", version: "1" },
    attributes: {
      productId: { type: "string", required: true },
      stock: { type: "number", required: true },
    },
    indexes: { product: primary(["productId"], []) },
  },
  options,
);

const shop = new Service({ User, Order, OrderItem, Product }, options);

/** All items of all pages of `limit` entries. */
async function pages(query, options) {
  const found = [];
  let cursor = null;
  do {
    const page = await query().go({ ...options, cursor });
    assert.ok(page.data.length <= options.limit);
    found.push(...page.data);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

function placeOrder(userId, orderId, lines) {
  return shop.transaction
    .write(({ User, Order, OrderItem, Product }) => [
      User.patch({ userId }).add({ orderCount: 1 }).commit(),
      Order.create({ userId, orderId, placedAt: "2026-11-21" }).commit(),
      ...Object.entries(lines).flatMap(([productId, quantity]) => [
        OrderItem.create({ orderId, productId, quantity }).commit(),
        Product.patch({ productId })
          .subtract({ stock: quantity })
          .where(({ stock }, { gte }) => gte(stock, quantity))
          .commit({ response: "all_old" }),
      ]),
    ])
    .go();
}

before(async () => {
  await createTable(table, keys("pk", "sk"), {
    GlobalSecondaryIndexes: [1, 2].map((number) => index(`gsi${number}`, keys(`gsi${number}pk`, `gsi${number}sk`))),
  });
  await User.create({ userId: "ada", email: "ada@example.com", name: "Ada" }).go();
  await Order.put(
    Array.from({ length: 30 }, (_, i) => ({
      userId: "ada",
      orderId: `o${String(i).padStart(2, "0")}`,
      placedAt: `2026-10-${String(1 + (i % 5)).padStart(2, "0")}`,
      total: i,
      status: i % 3 ? "pending" : "shipped",
    })),
  ).go();
});

test("a created entity comes back, and cannot be created twice", async () => {
  const user = { userId: "eve", email: "eve@example.com", tags: ["b", "a"], address: { city: "Lima", zip: "1" }, history: ["joined"] };
  await User.create(user).go();
  const { data } = await User.get({ userId: "eve" }).go({ consistent: true });
  assert.deepEqual(data, { ...user, tags: ["a", "b"], orderCount: 0, createdAt: 1_700_000_000_000 });
  const some = await User.get({ userId: "eve" }).go({ attributes: ["email", "orderCount"] });
  assert.deepEqual(some.data, { email: "eve@example.com", orderCount: 0 });
  await assert.rejects(User.create(user).go(), (error) => /The conditional request failed/.test(error.message));
});

test("an entity is found by its other key", async () => {
  const { data } = await User.query.byEmail({ email: "ada@example.com" }).go();
  assert.deepEqual(data.map((user) => user.userId), ["ada"]);
});

test("updates set, add, append, subtract and remove; patch wants the entity to exist", async () => {
  await User.upsert({ userId: "u", email: "u@example.com" }).go();
  const { data } = await User.update({ userId: "u" })
    .set({ name: "U", address: { city: "Quito", zip: "2" }, history: ["a"] })
    .add({ orderCount: 5, tags: ["x", "y"] })
    .go({ response: "all_new" });
  assert.deepEqual([data.name, data.orderCount, data.tags], ["U", 5, ["x", "y"]]);
  const changed = await User.patch({ userId: "u" })
    .data(({ address, history, tags, name }, { set, append, remove, del }) => {
      set(address.city, "Cuenca");
      append(history, ["b"]);
      del(tags, ["x"]);
      remove(name);
    })
    .subtract({ orderCount: 2 })
    .where(({ orderCount }, { between }) => between(orderCount, 1, 9))
    .go({ response: "all_new" });
  assert.deepEqual(changed.data, {
    userId: "u",
    email: "u@example.com",
    address: { city: "Cuenca", zip: "2" },
    history: ["a", "b"],
    tags: ["y"],
    orderCount: 3,
    createdAt: 1_700_000_000_000,
  });
  await assert.rejects(User.patch({ userId: "nobody" }).set({ name: "x" }).go(), /The conditional request failed/);
});

test("queries page both ways with cursors and filters", async () => {
  const all = await pages(() => Order.query.orders({ userId: "ada" }), { limit: 7 });
  assert.deepEqual(all.map((order) => order.total), Array.from({ length: 30 }, (_, i) => i));
  const down = await pages(() => Order.query.orders({ userId: "ada" }), { limit: 7, order: "desc" });
  assert.deepEqual(down, all.toReversed());
  const range = await Order.query.orders({ userId: "ada" }).between({ orderId: "o03" }, { orderId: "o05" }).go();
  assert.deepEqual(range.data.map((order) => order.orderId), ["o03", "o04", "o05"]);
  const begins = await Order.query.orders({ userId: "ada" }).begins({ orderId: "o2" }).go({ count: 4 });
  assert.equal(begins.data.length, 4);
  const filtered = await Order.query
    .orders({ userId: "ada" })
    .where(({ total, status }, { gt, eq }) => `${gt(total, 20)} AND ${eq(status, "shipped")}`)
    .go({ pages: "all" });
  assert.deepEqual(filtered.data.map((order) => order.total), [21, 24, 27]);
});

test("an index with equal keys shows each order once on pages of every size", async () => {
  const whole = (await Order.query.byStatus({ status: "shipped" }).go({ pages: "all" })).data;
  assert.equal(whole.length, 10);
  for (const limit of [1, 2, 3, 4, 11]) {
    for (const order of ["asc", "desc"]) {
      const found = await pages(() => Order.query.byStatus({ status: "shipped" }), { limit, order });
      assert.deepEqual(found, order === "asc" ? whole : whole.toReversed());
    }
  }
  const day = await Order.query.byStatus({ status: "shipped", placedAt: "2026-10-01" }).go();
  assert.deepEqual(day.data.map((order) => order.total), [0, 15]);
});

test("an order is written with everything that belongs to it, or not at all", async () => {
  await User.create({ userId: "buyer", email: "buyer@example.com" }).go();
  await Product.put([{ productId: "lamp", stock: 5 }, { productId: "bulb", stock: 50 }]).go();
  const placed = await placeOrder("buyer", "tx1", { lamp: 2, bulb: 4 });
  assert.equal(placed.canceled, false);
  const refused = await placeOrder("buyer", "tx2", { bulb: 1, lamp: 4 });
  assert.equal(refused.canceled, true);
  assert.deepEqual(refused.data.map((each) => each.code), ["None", "None", "None", "None", "None", "ConditionalCheckFailed"]);
  assert.deepEqual(refused.data[5].item, { productId: "lamp", stock: 3 });
  const { data } = await shop.transaction
    .get(({ User, Order, Product }) => [
      User.get({ userId: "buyer" }).commit(),
      Order.get({ userId: "buyer", orderId: "tx2" }).commit(),
      Product.get({ productId: "bulb" }).commit(),
    ])
    .go();
  assert.deepEqual([data[0].item.orderCount, data[1].item, data[2].item.stock], [1, null, 46]);
});

test("a token makes a transaction happen once; checks and deletions take part", async () => {
  await User.create({ userId: "tok", email: "tok@example.com" }).go();
  const token = randomUUID();
  const write = () =>
    createWriteTransaction({ User, Product }, ({ User, Product }) => [
      User.check({ userId: "tok" }).where(({ email }, { eq }) => eq(email, "tok@example.com")).commit(),
      Product.upsert({ productId: "counted" }).add({ stock: 1 }).commit(),
      Product.delete({ productId: "none" }).commit(),
    ]).go({ token });
  await write();
  await write();
  assert.equal((await Product.get({ productId: "counted" }).go()).data.stock, 1);
});

test("a collection gives several entities with one query", async () => {
  await Product.put({ productId: "shade", stock: 9 }).go();
  await User.create({ userId: "coll", email: "coll@example.com" }).go();
  await placeOrder("coll", "c1", { shade: 1 });
  const account = await shop.collections.account({ userId: "coll" }).go();
  assert.deepEqual([account.data.User.length, account.data.Order.length], [1, 1]);
  const order = await shop.collections.order({ orderId: "c1" }).go();
  assert.deepEqual([order.data.Order[0].userId, order.data.OrderItem[0].productId], ["coll", "shade"]);
  const buyers = await OrderItem.query.byProduct({ productId: "shade" }).go();
  assert.deepEqual(buyers.data, [{ orderId: "c1", productId: "shade", quantity: 1 }]);
});

test("batches get and delete in pieces of a hundred and of twenty-five", async () => {
  const ids = Array.from({ length: 120 }, (_, i) => ({ productId: `p${i}` }));
  await Product.put(ids.map((id, stock) => ({ ...id, stock }))).go({ concurrent: 3 });
  const got = await Product.get(ids).go({ preserveBatchOrder: true, concurrent: 2 });
  assert.deepEqual(got.data.map((product) => product.stock), ids.map((_, i) => i));
  const { unprocessed } = await Product.delete(ids).go();
  assert.deepEqual(unprocessed, []);
  assert.deepEqual((await Product.get(ids.slice(0, 3)).go()).data, []);
});

test("a scan sees one kind of entity", async () => {
  const found = await pages(() => Order.scan.where(({ userId }, { eq }) => eq(userId, "ada")), { limit: 50 });
  assert.equal(found.length, 30);
});

test("a version guards against lost updates; a removal wants the entity to be there", async () => {
  const id = { userId: "v", orderId: "1" };
  await Order.create({ ...id, placedAt: "today" }).go();
  const save = (version) =>
    Order.patch(id).set({ total: version }).add({ version: 1 }).where(({ version: held }, { eq }) => eq(held, version)).go();
  await save(1);
  await assert.rejects(save(1), /The conditional request failed/);
  await save(2);
  const removed = await Order.remove(id).go({ response: "all_old" });
  assert.equal(removed.data.version, 3);
  await assert.rejects(Order.remove(id).go(), /The conditional request failed/);
});
