// DynamoDB-Toolbox against Stator: entities of one table, every command it has, indexes with one and with several keys.
// By hand: STATOR_ENDPOINT=http://localhost:8000 node --test dynamodb-toolbox.test.js
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";
import {
  $add,
  $append,
  $get,
  $remove,
  $set,
  $subtract,
  BatchDeleteRequest,
  BatchGetCommand,
  BatchGetRequest,
  BatchPutRequest,
  BatchWriteCommand,
  ConditionCheck,
  DeleteItemCommand,
  DeletePartitionCommand,
  DeleteTransaction,
  Entity,
  GetItemCommand,
  GetTransaction,
  PutItemCommand,
  PutTransaction,
  QueryCommand,
  ScanCommand,
  Table,
  UpdateAttributesCommand,
  UpdateItemCommand,
  UpdateTransaction,
  executeBatchGet,
  executeBatchWrite,
  executeTransactGet,
  executeTransactWrite,
  isConditionCheckFailed,
  isTransactionCancelled,
  item,
  list,
  map,
  number,
  set,
  string,
} from "dynamodb-toolbox";
import { createTable, documents, index, keys, tableName } from "./clients.js";

const name = tableName("toolbox");
const text = (name) => ({ name, type: "string" });

const table = new Table({
  documentClient: documents,
  name,
  partitionKey: text("PK"),
  sortKey: text("SK"),
  indexes: {
    GSI1: { type: "global", partitionKey: text("GSI1PK"), sortKey: text("GSI1SK") },
    byTotal: { type: "local", sortKey: { name: "total", type: "number" } },
    byRegion: {
      type: "global",
      partitionKeys: [text("country"), text("status")],
      sortKeys: [text("city"), { name: "total", type: "number" }],
    },
  },
});

const User = new Entity({
  name: "User",
  table,
  schema: item({
    userId: string().key(),
    email: string(),
    name: string().optional(),
    orderCount: number().default(0),
    tags: set(string()).optional(),
    address: map({ city: string(), zip: string().optional() }).optional(),
    history: list(string()).optional(),
  }).and((schema) => ({
    GSI1PK: string().hidden().link(() => "USERS"),
    GSI1SK: string().hidden().link(({ email }) => email ?? schema.email),
  })),
  computeKey: ({ userId }) => ({ PK: `USER#${userId}`, SK: "PROFILE" }),
});

const Order = new Entity({
  name: "Order",
  table,
  schema: item({
    userId: string().key(),
    orderId: string().key(),
    status: string().enum("pending", "shipped").default("pending"),
    country: string().default("EC"),
    city: string().default("Quito"),
    total: number(),
    version: number().default(1),
  }),
  computeKey: ({ userId, orderId }) => ({ PK: `USER#${userId}`, SK: `ORDER#${orderId}` }),
});

// Without times of creation and change, which would make a transaction that is sent again another one.
const Product = new Entity({
  name: "Product",
  table,
  timestamps: false,
  schema: item({ productId: string().key(), stock: number() }),
  computeKey: ({ productId }) => ({ PK: `PRODUCT#${productId}`, SK: "PRODUCT" }),
});

const put = (entity, values, options = {}) => entity.build(PutItemCommand).item(values).options(options).send();
const get = async (entity, key, options = {}) =>
  (await entity.build(GetItemCommand).key(key).options({ consistent: true, ...options }).send()).Item;
const update = async (entity, values, options = {}) =>
  (await entity.build(UpdateItemCommand).item(values).options({ returnValues: "ALL_NEW", ...options }).send()).Attributes;

const withoutTimes = ({ created, modified, ...values }) => {
  assert.ok(created <= modified);
  return values;
};

/** All items of all pages of `limit` entries. */
async function pages(query, entities, options) {
  const found = [];
  let exclusiveStartKey;
  do {
    const page = await table.build(QueryCommand).query(query).entities(...entities).options({ ...options, exclusiveStartKey }).send();
    found.push(...(page.Items ?? []));
    exclusiveStartKey = page.LastEvaluatedKey;
  } while (exclusiveStartKey);
  return found;
}

before(async () => {
  await createTable(name, keys("PK", "SK"), {
    types: { total: "N" },
    LocalSecondaryIndexes: [index("byTotal", keys("PK", "total"))],
    GlobalSecondaryIndexes: [
      index("GSI1", keys("GSI1PK", "GSI1SK")),
      index("byRegion", [
        { AttributeName: "country", KeyType: "HASH" },
        { AttributeName: "status", KeyType: "HASH" },
        { AttributeName: "city", KeyType: "RANGE" },
        { AttributeName: "total", KeyType: "RANGE" },
      ]),
    ],
  });
  await put(User, { userId: "ada", email: "ada@example.com", name: "Ada" });
  const orders = Array.from({ length: 20 }, (_, i) =>
    Order.build(BatchPutRequest).item({
      userId: "ada",
      orderId: String(i).padStart(2, "0"),
      city: i % 2 ? "Quito" : "Cuenca",
      status: i % 4 ? "pending" : "shipped",
      total: i % 5,
    }),
  );
  await executeBatchWrite(table.build(BatchWriteCommand).requests(...orders));
});

test("an item comes back as it was put, and is not overwritten against its condition", async () => {
  const user = { userId: "eve", email: "eve@example.com", tags: new Set(["a", "b"]), address: { city: "Lima" }, history: ["x"] };
  await put(User, user);
  assert.deepEqual(withoutTimes(await get(User, { userId: "eve" })), { ...user, orderCount: 0 });
  assert.deepEqual(await get(User, { userId: "eve" }, { attributes: ["email", "address.city"] }), {
    email: "eve@example.com",
    address: { city: "Lima" },
  });
  await assert.rejects(
    put(User, user, { condition: { attr: "userId", exists: false }, returnValuesOnConditionFalse: "ALL_OLD" }),
    (error) => {
      assert.ok(isConditionCheckFailed(error, User.build(PutItemCommand)));
      assert.deepEqual(error.Item.email, { S: "eve@example.com" });
      return true;
    },
  );
});

test("updates add, append, remove, subtract and set", async () => {
  await put(User, { userId: "u", email: "u@example.com", name: "U", tags: new Set(["a"]), address: { city: "Lima", zip: "1" } });
  const changed = await update(User, {
    userId: "u",
    name: $remove(),
    orderCount: $add(5),
    tags: $add(new Set(["b"])),
    address: { city: "Quito" },
    history: $append(["first"]),
  });
  assert.deepEqual(withoutTimes(changed), {
    userId: "u",
    email: "u@example.com",
    orderCount: 5,
    tags: new Set(["a", "b"]),
    address: { city: "Quito", zip: "1" },
    history: ["first"],
  });
  const replaced = await update(
    User,
    { userId: "u", address: $set({ city: "Cuenca" }), orderCount: $subtract($get("orderCount", 0), 2) },
    { condition: { and: [{ attr: "orderCount", between: [5, 6] }, { attr: "tags", contains: "b" }] } },
  );
  assert.deepEqual([replaced.address, replaced.orderCount], [{ city: "Cuenca" }, 3]);
  const { Attributes } = await User.build(UpdateAttributesCommand)
    .item({ userId: "u", address: { city: "Loja" } })
    .options({ returnValues: "UPDATED_NEW" })
    .send();
  assert.deepEqual(Attributes.address, { city: "Loja" });
});

test("queries page both ways, filter each entity and tell entities apart", async () => {
  const all = await pages({ partition: "USER#ada", range: { beginsWith: "ORDER#" } }, [Order], { limit: 3 });
  assert.deepEqual(all.map((order) => Number(order.orderId)), [...Array(20).keys()]);
  const down = await pages({ partition: "USER#ada", range: { beginsWith: "ORDER#" } }, [Order], { limit: 3, reverse: true });
  assert.deepEqual(down, all.toReversed());
  const { Items } = await table
    .build(QueryCommand)
    .query({ partition: "USER#ada" })
    .entities(User, Order)
    .options({ filters: { Order: { attr: "total", gte: 4 } }, maxPages: Infinity })
    .send();
  assert.equal(Items.filter((item) => item.orderId).length, 4);
  assert.equal(Items.filter((item) => item.email).length, 1);
  const range = await pages({ partition: "USER#ada", range: { between: ["ORDER#03", "ORDER#05"] } }, [Order], {});
  assert.equal(range.length, 3);
});

test("indexes: overloaded, local, and with several keys, on pages of every size where keys are equal", async () => {
  const users = await pages({ index: "GSI1", partition: "USERS", range: { beginsWith: "ada@" } }, [User], {});
  assert.deepEqual(users.map((user) => user.userId), ["ada"]);
  const whole = await pages({ index: "byTotal", partition: "USER#ada" }, [Order], { consistent: true });
  assert.deepEqual(whole.map((order) => order.total), whole.map((order) => order.total).sort());
  for (const limit of [1, 3, 4, 20, 21]) {
    assert.deepEqual(await pages({ index: "byTotal", partition: "USER#ada" }, [Order], { limit }), whole);
    const down = await pages({ index: "byTotal", partition: "USER#ada" }, [Order], { limit, reverse: true });
    assert.deepEqual(down, whole.toReversed());
  }
  const region = await pages({ index: "byRegion", partition: ["EC", "pending"], range: ["Quito", { gte: 3 }] }, [Order], { limit: 2 });
  assert.deepEqual(region.map((order) => order.total), [3, 3, 4, 4]);
  const shipped = await pages({ index: "byRegion", partition: ["EC", "shipped"] }, [Order], { limit: 2 });
  assert.deepEqual(shipped.map((order) => order.city), Array(5).fill("Cuenca"));
});

function placeOrder(orderId, productId, quantity) {
  const transactions = [
    User.build(ConditionCheck).key({ userId: "ada" }).condition({ attr: "email", exists: true }),
    Order.build(PutTransaction)
      .item({ userId: "buyer", orderId, total: quantity })
      .options({ condition: { attr: "orderId", exists: false } }),
    User.build(UpdateTransaction).item({ userId: "buyer", orderCount: $add(1) }),
    Product.build(UpdateTransaction)
      .item({ productId, stock: $add(-quantity) })
      .options({ condition: { attr: "stock", gte: quantity }, returnValuesOnConditionFalse: "ALL_OLD" }),
  ];
  return { transactions, send: () => executeTransactWrite(...transactions) };
}

test("an order is written with counter and stock, or cancelled", async () => {
  await put(User, { userId: "buyer", email: "buyer@example.com" });
  await put(Product, { productId: "lamp", stock: 5 });
  await placeOrder("1", "lamp", 2).send();
  const refused = placeOrder("2", "lamp", 4);
  await assert.rejects(refused.send(), (error) => {
    assert.ok(isTransactionCancelled(error, ...refused.transactions));
    assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["None", "None", "None", "ConditionalCheckFailed"]);
    assert.equal(error.CancellationReasons[3].FormattedItem.stock, 3);
    return true;
  });
  const { Responses } = await executeTransactGet(
    User.build(GetTransaction).key({ userId: "buyer" }).options({ attributes: ["orderCount"] }),
    Order.build(GetTransaction).key({ userId: "buyer", orderId: "2" }),
    Product.build(GetTransaction).key({ productId: "lamp" }),
  );
  assert.deepEqual([Responses[0].Item, Responses[1].Item, Responses[2].Item.stock], [{ orderCount: 1 }, undefined, 3]);
  await executeTransactWrite(Order.build(DeleteTransaction).key({ userId: "buyer", orderId: "1" }));
  assert.equal(await get(Order, { userId: "buyer", orderId: "1" }), undefined);
});

test("a token makes a transaction happen once", async () => {
  const clientRequestToken = randomUUID();
  const write = (capacity) =>
    executeTransactWrite(
      { clientRequestToken, capacity },
      Product.build(UpdateTransaction).item({ productId: "counted", stock: $add(1) }),
    );
  await write("NONE");
  assert.equal((await write("TOTAL")).ConsumedCapacity[0].ReadCapacityUnits, 2);
  assert.equal((await get(Product, { productId: "counted" })).stock, 1);
});

test("batches put, get and delete", async () => {
  const ids = Array.from({ length: 25 }, (_, i) => `b${i}`);
  const puts = ids.map((productId, stock) => Product.build(BatchPutRequest).item({ productId, stock }));
  const written = await executeBatchWrite({ capacity: "TOTAL" }, table.build(BatchWriteCommand).requests(...puts));
  assert.deepEqual([written.UnprocessedItems, written.ConsumedCapacity[0].CapacityUnits], [{}, 25]);
  const gets = ids.map((productId) => Product.build(BatchGetRequest).key({ productId }));
  const read = async () => (await executeBatchGet(table.build(BatchGetCommand).requests(...gets))).Responses[0];
  assert.deepEqual((await read()).map((product) => product.stock), [...ids.keys()]);
  const deletes = ids.map((productId) => Product.build(BatchDeleteRequest).key({ productId }));
  await executeBatchWrite(table.build(BatchWriteCommand).requests(...deletes));
  assert.deepEqual((await read()).filter(Boolean), []);
});

test("a version guards against lost updates", async () => {
  await put(Order, { userId: "v", orderId: "1", total: 0 });
  const save = (total, version) =>
    update(Order, { userId: "v", orderId: "1", total, version: $add(1) }, { condition: { attr: "version", eq: version } });
  await save(1, 1);
  await assert.rejects(save(2, 1), (error) => isConditionCheckFailed(error, Order.build(UpdateItemCommand)));
  assert.equal((await save(2, 2)).version, 3);
});

test("scans, conditional deletions and the deletion of a partition", async () => {
  const scan = await table
    .build(ScanCommand)
    .entities(Order)
    .options({ limit: 7, maxPages: Infinity, filters: { Order: { attr: "userId", eq: "ada" } } })
    .send();
  assert.equal(scan.Items.length, 20);
  const { Attributes } = await Order.build(DeleteItemCommand)
    .key({ userId: "ada", orderId: "00" })
    .options({ returnValues: "ALL_OLD", condition: { attr: "status", eq: "shipped" } })
    .send();
  assert.equal(Attributes.orderId, "00");
  await table.build(DeletePartitionCommand).query({ partition: "USER#ada" }).entities(Order).send();
  assert.deepEqual(await pages({ partition: "USER#ada", range: { beginsWith: "ORDER#" } }, [Order], {}), []);
  assert.equal((await get(User, { userId: "ada" })).name, "Ada");
});
