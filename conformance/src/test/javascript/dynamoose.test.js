// Dynamoose against Stator: it creates and changes its tables by itself, as it does by default.
// By hand: STATOR_ENDPOINT=http://localhost:8000 node --test dynamoose.test.js
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import dynamoose from "dynamoose";
import { client, configuration, tableName } from "./clients.js";
import { DeleteTableCommand, DescribeTableCommand, DescribeTimeToLiveCommand, ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";

dynamoose.aws.ddb.set(new dynamoose.aws.ddb.DynamoDB(configuration));

const name = tableName("dynamoose");
const waitForActive = { enabled: true, check: { timeout: 60_000, frequency: 50 } };

const indexed = (index) => ({ type: String, index });

const User = dynamoose.model(
  "User",
  new dynamoose.Schema(
    {
      pk: { type: String, hashKey: true },
      sk: { type: String, rangeKey: true },
      email: indexed({ name: "byEmail", type: "global" }),
      name: String,
      orderCount: { type: Number, default: 0 },
      active: Boolean,
      joined: Date,
      tags: { type: Set, schema: [String] },
      history: { type: Array, schema: [String] },
      address: { type: Object, schema: { city: String, zip: Number } },
    },
    { timestamps: true },
  ),
);

const Order = dynamoose.model(
  "Order",
  new dynamoose.Schema({
    pk: { type: String, hashKey: true },
    sk: { type: String, rangeKey: true },
    status: indexed({ name: "byStatus", type: "global", rangeKey: "placedAt" }),
    placedAt: indexed({ name: "byDate", type: "local" }),
    total: Number,
    version: { type: Number, default: 1 },
  }),
);

const Product = dynamoose.model("Product", {
  pk: { type: String, hashKey: true },
  sk: { type: String, rangeKey: true },
  stock: { type: Number, required: true },
});

const table = new dynamoose.Table(name, [User, Order, Product], {
  throughput: "ON_DEMAND",
  expires: { ttl: 86_400_000, attribute: "expires" },
  tags: { team: "shop" },
  initialize: false,
  waitForActive,
});

const user = (id) => ({ pk: `USER#${id}`, sk: "PROFILE" });
const order = (id, number) => ({ pk: `USER#${id}`, sk: `ORDER#${number}` });
const product = (id) => ({ pk: `PRODUCT#${id}`, sk: "PRODUCT" });
const plain = (items) => [...items].map((item) => item.sk);

/** All items of all pages of `limit` entries. */
async function pages(query, limit) {
  const found = [];
  let last;
  do {
    const page = await (last ? query().startAt(last) : query()).limit(limit).exec();
    found.push(...plain(page));
    last = page.lastKey;
  } while (last);
  return found;
}

const created = [name];

before(async () => {
  await table.initialize();
  await Order.batchPut(
    Array.from({ length: 20 }, (_, i) => ({
      ...order("ada", String(i).padStart(2, "0")),
      status: i % 4 ? "pending" : "shipped",
      placedAt: `2026-11-0${1 + (i % 3)}`,
      total: i,
    })),
  );
});

after(() => Promise.all(created.map((TableName) => client.send(new DeleteTableCommand({ TableName })))));

test("the table is created with its indexes, time to live and tags", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  assert.equal(Table.BillingModeSummary.BillingMode, "PAY_PER_REQUEST");
  assert.deepEqual(Table.GlobalSecondaryIndexes.map((index) => index.IndexName).sort(), ["byEmail", "byStatus"]);
  assert.deepEqual(Table.LocalSecondaryIndexes.map((index) => index.IndexName), ["byDate"]);
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  assert.deepEqual(TimeToLiveDescription, { AttributeName: "expires", TimeToLiveStatus: "ENABLED" });
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn }));
  assert.deepEqual(Tags, [{ Key: "team", Value: "shop" }]);
});

test("a table that is there is brought to what the program wants", async () => {
  const TableName = tableName("dynamoose-update");
  created.push(TableName);
  const open = (schema, options) =>
    new dynamoose.Table(TableName, [dynamoose.model(tableName("Changing"), { id: String, ...schema })], {
      initialize: false,
      waitForActive,
      ...options,
    }).initialize();
  await open({}, { throughput: { read: 3, write: 2 }, tags: { old: "1" } });
  await open(
    { color: indexed({ name: "byColor", type: "global" }) },
    {
      throughput: { read: 4, write: 2 },
      tags: { new: "2" },
      tableClass: "infrequentAccess",
      streamOptions: { enabled: true, type: "NEW_IMAGE" },
      update: true,
    },
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  assert.deepEqual([Table.ProvisionedThroughput.ReadCapacityUnits, Table.ProvisionedThroughput.WriteCapacityUnits], [4, 2]);
  assert.deepEqual(Table.GlobalSecondaryIndexes.map((index) => [index.IndexName, index.IndexStatus]), [["byColor", "ACTIVE"]]);
  assert.equal(Table.TableClassSummary.TableClass, "STANDARD_INFREQUENT_ACCESS");
  assert.deepEqual(Table.StreamSpecification, { StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn }));
  assert.deepEqual(Tags, [{ Key: "new", Value: "2" }]);
  await open({}, { throughput: { read: 4, write: 2 }, update: ["indexes"] });
  const without = await client.send(new DescribeTableCommand({ TableName }));
  assert.equal(without.Table.GlobalSecondaryIndexes, undefined);
});

test("an item of every type comes back, and is not created twice", async () => {
  const values = {
    ...user("eve"),
    email: "eve@example.com",
    active: true,
    joined: new Date(1_700_000_000_000),
    tags: new Set(["a", "b"]),
    history: ["x", "y"],
    address: { city: "Lima", zip: 1 },
  };
  await User.create(values);
  const read = await User.get(user("eve"), { consistent: true });
  const { createdAt, updatedAt, expires, ...rest } = read;
  assert.ok(createdAt && updatedAt && expires > new Date());
  assert.deepEqual(rest, { ...values, orderCount: 0 });
  await assert.rejects(User.create(values), { name: "ConditionalCheckFailedException", message: "The conditional request failed" });
  const some = await User.get(user("eve"), { attributes: ["email", "active"] });
  assert.deepEqual([some.email, some.active, some.history], ["eve@example.com", true, undefined]);
  assert.equal(await User.get(user("nobody")), undefined);
});

test("updates set, add, append, remove and delete, under conditions", async () => {
  await User.create({ ...user("u"), email: "u@example.com", name: "U", tags: new Set(["a"]), history: ["1"] });
  const changed = await User.update(
    user("u"),
    { $SET: { email: "v@example.com" }, $ADD: { orderCount: 5, history: ["2"], tags: new Set(["b"]) }, $REMOVE: ["name"] },
    { condition: new dynamoose.Condition().where("orderCount").lt(5).and().attribute("name").exists() },
  );
  assert.deepEqual(
    [changed.email, changed.orderCount, changed.history, changed.tags, changed.name],
    ["v@example.com", 5, ["1", "2"], new Set(["a", "b"]), undefined],
  );
  const removed = await User.update(user("u"), { $DELETE: { tags: new Set(["a"]) } });
  assert.deepEqual(removed.tags, new Set(["b"]));
  await assert.rejects(
    User.update(user("u"), { orderCount: 0 }, { condition: new dynamoose.Condition("orderCount").gt(5) }),
    { name: "ConditionalCheckFailedException" },
  );
  const item = await User.get(user("u"));
  item.address = { city: "Quito", zip: 2 };
  await item.save();
  assert.equal((await User.get(user("u"))).address.city, "Quito");
});

test("queries page both ways, filter and count", async () => {
  const orders = () => Order.query("pk").eq("USER#ada").where("sk").beginsWith("ORDER#");
  const all = await pages(orders, 7);
  assert.deepEqual(all, Array.from({ length: 20 }, (_, i) => `ORDER#${String(i).padStart(2, "0")}`));
  assert.deepEqual(await pages(() => orders().sort("descending"), 7), all.toReversed());
  const between = await Order.query("pk").eq("USER#ada").where("sk").between("ORDER#03", "ORDER#05").exec();
  assert.equal(between.length, 3);
  const filtered = await orders().filter("total").in([1, 2, 30]).exec();
  assert.deepEqual(plain(filtered), ["ORDER#01", "ORDER#02"]);
  const count = await orders().filter("total").ge(15).count().exec();
  assert.equal(count.count, 5);
  assert.equal((await orders().limit(3).all().exec()).length, 20);
});

test("indexes: global, local, sparse, with equal keys", async () => {
  await User.create({ ...user("mail"), email: "mail@example.com" });
  await User.create(user("nomail"));
  const [byMail] = await User.query("email").eq("mail@example.com").using("byEmail").exec();
  assert.equal(byMail.pk, "USER#mail");
  const shipped = await pages(() => Order.query("status").eq("shipped").using("byStatus"), 100);
  assert.equal(shipped.length, 5);
  for (const limit of [1, 2, 3]) {
    assert.deepEqual(await pages(() => Order.query("status").eq("shipped").using("byStatus"), limit), shipped);
    const down = await pages(() => Order.query("status").eq("shipped").using("byStatus").sort("descending"), limit);
    assert.deepEqual(down, shipped.toReversed());
  }
  const day = await Order.query("pk").eq("USER#ada").where("placedAt").eq("2026-11-02").using("byDate").consistent().exec();
  assert.equal(day.length, 7);
});

function placeOrder(id, number, productId, quantity) {
  return dynamoose.transaction([
    User.transaction.update(user(id), { $ADD: { orderCount: 1 } }),
    Order.transaction.create({ ...order(id, number), total: quantity, status: "new", placedAt: "2026-11-21" }),
    Product.transaction.update(
      product(productId),
      { $ADD: { stock: -quantity } },
      { condition: new dynamoose.Condition("stock").ge(quantity) },
    ),
  ]);
}

test("an order is written with counter and stock, or cancelled", async () => {
  await User.create(user("buyer"));
  await Product.create({ ...product("lamp"), stock: 5 });
  await placeOrder("buyer", "1", "lamp", 2);
  await assert.rejects(placeOrder("buyer", "2", "lamp", 4), (error) => {
    assert.equal(error.name, "TransactionCanceledException");
    assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["None", "None", "ConditionalCheckFailed"]);
    return true;
  });
  const read = await dynamoose.transaction([
    User.transaction.get(user("buyer")),
    Product.transaction.get(product("lamp")),
  ]);
  assert.deepEqual([read[0].orderCount, read[1].stock], [1, 3]);
  assert.equal(await Order.get(order("buyer", "2")), undefined);
  await dynamoose.transaction([
    Product.transaction.condition(product("lamp"), new dynamoose.Condition("stock").eq(3)),
    Order.transaction.delete(order("buyer", "1")),
  ]);
  assert.equal(await Order.get(order("buyer", "1")), undefined);
});

test("batches put, get and delete", async () => {
  const keys = Array.from({ length: 25 }, (_, i) => product(`b${i}`));
  const { unprocessedItems } = await Product.batchPut(keys.map((key, stock) => ({ ...key, stock })));
  assert.deepEqual(unprocessedItems, []);
  const got = await Product.batchGet(keys);
  assert.deepEqual([...got].map((item) => item.stock).sort((a, b) => a - b), [...keys.keys()]);
  await Product.batchDelete(keys);
  assert.equal((await Product.batchGet(keys)).length, 0);
});

test("a version guards against lost updates; a deletion has its condition", async () => {
  const key = order("v", "1");
  await Order.create({ ...key, total: 0 });
  const save = (total, version) =>
    Order.update(key, { $SET: { total }, $ADD: { version: 1 } }, { condition: new dynamoose.Condition("version").eq(version) });
  await save(1, 1);
  await assert.rejects(save(2, 1), { name: "ConditionalCheckFailedException" });
  assert.equal((await save(2, 2)).version, 3);
  const wants = (version) => ({ condition: new dynamoose.Condition("version").eq(version) });
  await assert.rejects(Order.delete(key, wants(1)), { name: "ConditionalCheckFailedException" });
  await Order.delete(key, wants(3));
  assert.equal(await Order.get(key), undefined);
});

test("scans filter, page and run in parallel", async () => {
  const scan = () => Order.scan("pk").eq("USER#ada").and().where("total").lt(10);
  assert.equal((await pages(scan, 6)).length, 10);
  assert.equal((await scan().parallel(4).exec()).length, 10);
  assert.equal((await scan().count().exec()).count, 10);
});
