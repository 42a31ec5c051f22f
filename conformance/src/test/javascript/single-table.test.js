// A shop in a single table through the document client of the SDK for JavaScript: the functions an application has, one for
// each of its accesses. By hand: STATOR_ENDPOINT=http://localhost:8000 node --test single-table.test.js
//
//   entity      PK             SK              GSI1PK            GSI1SK
//   user        USER#<user>    PROFILE         USERS             <email>
//   address     USER#<user>    ADDRESS#<n>
//   order       USER#<user>    ORDER#<order>   ORDER#<order>     ORDER          and status, for the sparse index of statuses
//   order item  ORDER#<order>  ITEM#<n>        ORDER#<order>     ITEM#<n>
//   product     PROD#<id>      PRODUCT         FEATURED          <rank>         GSI1 only if it is featured
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";
import {
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateQuery,
} from "@aws-sdk/lib-dynamodb";
import { createTable, documents, index, keys, tableName } from "./clients.js";

const TableName = tableName("shop");

const key = {
  user: (user) => ({ PK: `USER#${user}`, SK: "PROFILE" }),
  address: (user, number) => ({ PK: `USER#${user}`, SK: `ADDRESS#${number}` }),
  order: (user, order) => ({ PK: `USER#${user}`, SK: `ORDER#${order}` }),
  item: (order, number) => ({ PK: `ORDER#${order}`, SK: `ITEM#${number}` }),
  product: (product) => ({ PK: `PROD#${product}`, SK: "PRODUCT" }),
};

async function createUser(user, attributes) {
  const Item = { ...key.user(user), GSI1PK: "USERS", GSI1SK: attributes.email, EntityType: "User", ...attributes };
  await documents.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(PK)" }));
}

async function read(Key) {
  return (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

async function updateUser(user, changes) {
  const names = Object.keys(changes);
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName,
      Key: key.user(user),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, changes[name]])),
      ConditionExpression: "attribute_exists(PK)",
      ReturnValues: "ALL_NEW",
    }),
  );
  return Attributes;
}

function query(partition, { name = "PK", sort = "SK", IndexName, prefix, ...more } = {}) {
  return {
    TableName,
    IndexName,
    KeyConditionExpression: prefix ? "#p = :p AND begins_with(#s, :s)" : "#p = :p",
    ExpressionAttributeNames: prefix ? { "#p": name, "#s": sort } : { "#p": name },
    ExpressionAttributeValues: prefix ? { ":p": partition, ":s": prefix } : { ":p": partition },
    ...more,
  };
}

const inGsi1 = { IndexName: "GSI1", name: "GSI1PK", sort: "GSI1SK" };

async function items(input) {
  return (await documents.send(new QueryCommand(input))).Items;
}

async function pages(input, pageSize) {
  const found = [];
  for await (const page of paginateQuery({ client: documents, pageSize }, input)) {
    assert.ok(page.Items.length <= pageSize);
    found.push(...page.Items);
  }
  return found;
}

/** Writes the order and its items, counts it at its user and takes from the stock of each product. */
function placeOrder(user, order, lines, ClientRequestToken) {
  const Item = { ...key.order(user, order), GSI1PK: `ORDER#${order}`, GSI1SK: "ORDER", EntityType: "Order", status: "pending" };
  return documents.send(
    new TransactWriteCommand({
      ClientRequestToken,
      TransactItems: [
        { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(PK)" } },
        {
          Update: {
            TableName,
            Key: key.user(user),
            UpdateExpression: "SET orderCount = if_not_exists(orderCount, :zero) + :inc",
            ExpressionAttributeValues: { ":zero": 0, ":inc": 1 },
          },
        },
        ...lines.flatMap(([product, quantity], line) => [
          {
            Put: {
              TableName,
              Item: { ...key.item(order, line), GSI1PK: `ORDER#${order}`, GSI1SK: `ITEM#${line}`, product, quantity },
            },
          },
          {
            Update: {
              TableName,
              Key: key.product(product),
              UpdateExpression: "SET stock = stock - :quantity",
              ConditionExpression: "stock >= :quantity",
              ExpressionAttributeValues: { ":quantity": quantity },
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
        ]),
      ],
    }),
  );
}

before(async () => {
  await createTable(TableName, keys("PK", "SK"), {
    types: { price: "N" },
    LocalSecondaryIndexes: [index("byPrice", keys("PK", "price"), "name")],
    GlobalSecondaryIndexes: [
      index("GSI1", keys("GSI1PK", "GSI1SK")),
      index("inverted", keys("SK", "PK")),
      index("byStatus", keys("status"), "GSI1PK"),
    ],
  });
  await createUser("123", { name: "John", email: "john@example.com" });
  const requests = [
    { ...key.address("123", 1), city: "NYC" },
    { ...key.address("123", 2), city: "Quito" },
    ...Array.from({ length: 9 }, (_, i) => ({
      ...key.product(i),
      ...(i < 7 && { GSI1PK: "FEATURED", GSI1SK: "same rank" }),
      name: `Widget ${i}`,
      price: i,
      stock: 10,
    })),
  ].map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  assert.deepEqual(UnprocessedItems, {});
});

test("a user is created once and found by its keys", async () => {
  assert.equal((await read(key.user("123"))).name, "John");
  await assert.rejects(createUser("123", { email: "x@example.com" }), ConditionalCheckFailedException);
  const [byMail] = await items(query("USERS", { ...inGsi1, prefix: "john@" }));
  assert.equal(byMail.PK, "USER#123");
  const collection = await items(query("USER#123", { prefix: "ADDRESS#" }));
  assert.deepEqual(collection.map((address) => address.city), ["NYC", "Quito"]);
});

test("a user is changed only if it exists", async () => {
  await createUser("changed", { name: "A", email: "a@example.com" });
  const changed = await updateUser("changed", { name: "B", updatedAt: "now" });
  assert.deepEqual([changed.name, changed.updatedAt, changed.email], ["B", "now", "a@example.com"]);
  await assert.rejects(updateUser("nobody", { name: "B" }), ConditionalCheckFailedException);
});

test("an order is created with its items, its counter and its stock", async () => {
  await createUser("buyer", { email: "buyer@example.com" });
  await placeOrder("buyer", "2024-001", [[0, 2], [1, 3]]);
  await placeOrder("buyer", "2024-002", [[0, 1]]);
  assert.equal((await read(key.user("buyer"))).orderCount, 2);
  const stocks = await Promise.all([0, 1].map((product) => read(key.product(product))));
  assert.deepEqual(stocks.map((product) => product.stock), [7, 7]);
  const byId = await items(query("ORDER#2024-001", inGsi1));
  assert.deepEqual(byId.map((item) => item.GSI1SK), ["ITEM#0", "ITEM#1", "ORDER"]);
  const newest = await items(query("USER#buyer", { prefix: "ORDER#", ScanIndexForward: false }));
  assert.deepEqual(newest.map((order) => order.SK), ["ORDER#2024-002", "ORDER#2024-001"]);
  const firstLines = await items(query("ITEM#0", { IndexName: "inverted", name: "SK", sort: "PK", prefix: "ORDER#2024" }));
  assert.deepEqual(firstLines.map((item) => item.quantity), [2, 1]);
});

test("an order that cannot be filled leaves no trace", async () => {
  await createUser("unlucky", { email: "unlucky@example.com" });
  await assert.rejects(placeOrder("unlucky", "never", [[2, 1], [3, 11]]), (error) => {
    assert.ok(error instanceof TransactionCanceledException);
    assert.deepEqual(
      error.CancellationReasons.map((reason) => reason.Code),
      ["None", "None", "None", "None", "None", "ConditionalCheckFailed"],
    );
    assert.deepEqual(error.CancellationReasons[5].Item.stock, { N: "10" });
    return true;
  });
  assert.equal((await read(key.user("unlucky"))).orderCount, undefined);
  assert.equal((await read(key.product(2))).stock, 10);
  assert.deepEqual(await items(query("ORDER#never", inGsi1)), []);
});

test("an order sent twice counts once", async () => {
  await createUser("retrying", { email: "retrying@example.com" });
  const token = randomUUID();
  await placeOrder("retrying", "once", [[4, 1]], token);
  await placeOrder("retrying", "once", [[4, 1]], token);
  assert.equal((await read(key.product(4))).stock, 9);
  await assert.rejects(placeOrder("retrying", "once", [[4, 2]], token), IdempotentParameterMismatchException);
});

test("orders that compete for a stock never oversell it", async () => {
  await createUser("crowd", { email: "crowd@example.com" });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 15 }, (_, i) => placeOrder("crowd", `crowd-${i}`, [[5, 1]])),
  );
  assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 10);
  const { Responses } = await documents.send(
    new TransactGetCommand({
      TransactItems: [key.product(5), key.user("crowd"), key.user("nobody")].map((Key) => ({ Get: { TableName, Key } })),
    }),
  );
  assert.deepEqual([Responses[0].Item.stock, Responses[1].Item.orderCount, Responses[2].Item], [0, 10, undefined]);
});

test("only featured products are in the overloaded index, on pages of every size, both ways", async () => {
  const featured = await items(query("FEATURED", inGsi1));
  assert.equal(featured.length, 7);
  assert.equal(new Set(featured.map((product) => product.GSI1SK)).size, 1);
  for (let size = 1; size <= 8; size++) {
    assert.deepEqual(await pages(query("FEATURED", inGsi1), size), featured);
    assert.deepEqual(await pages(query("FEATURED", { ...inGsi1, ScanIndexForward: false }), size), featured.toReversed());
  }
});

test("a page token survives a trip through a URL", async () => {
  const input = query("FEATURED", { ...inGsi1, Limit: 3 });
  const first = await documents.send(new QueryCommand(input));
  const token = Buffer.from(JSON.stringify(first.LastEvaluatedKey)).toString("base64url");
  assert.deepEqual(Object.keys(first.LastEvaluatedKey).sort(), ["GSI1PK", "GSI1SK", "PK", "SK"]);
  const ExclusiveStartKey = JSON.parse(Buffer.from(token, "base64url"));
  const second = await documents.send(new QueryCommand({ ...input, ExclusiveStartKey }));
  const all = await items(query("FEATURED", inGsi1));
  assert.deepEqual([...first.Items, ...second.Items], all.slice(0, 6));
});

test("an order moves from status to status in a sparse index", async () => {
  await createUser("status", { email: "status@example.com" });
  await placeOrder("status", "moving", [[6, 1]]);
  const withStatus = async (status) =>
    (await items(query(status, { IndexName: "byStatus", name: "status" }))).map((order) => order.GSI1PK);
  const become = (from, to) =>
    documents.send(
      new UpdateCommand({
        TableName,
        Key: key.order("status", "moving"),
        UpdateExpression: "SET #s = :to",
        ConditionExpression: "#s = :from",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":from": from, ":to": to },
      }),
    );
  assert.ok((await withStatus("pending")).includes("ORDER#moving"));
  await become("pending", "shipped");
  assert.deepEqual(await withStatus("shipped"), ["ORDER#moving"]);
  assert.ok(!(await withStatus("pending")).includes("ORDER#moving"));
  await assert.rejects(become("pending", "shipped"), ConditionalCheckFailedException);
});

test("a version guards against lost updates", async () => {
  await createUser("locked", { email: "locked@example.com", version: 1 });
  const save = (name, version) =>
    documents.send(
      new UpdateCommand({
        TableName,
        Key: key.user("locked"),
        UpdateExpression: "SET #n = :name ADD version :one",
        ConditionExpression: "version = :version",
        ExpressionAttributeNames: { "#n": "name" },
        ExpressionAttributeValues: { ":name": name, ":version": version, ":one": 1 },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
  const outcomes = await Promise.allSettled(["x", "y", "z"].map((name) => save(name, 1)));
  const lost = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.equal(lost.length, 2);
  assert.deepEqual(lost[0].reason.Item.version, { N: "2" });
  await save("last", 2);
  assert.deepEqual([(await read(key.user("locked"))).name, (await read(key.user("locked"))).version], ["last", 3]);
});

test("a local index reads consistently and in its own order", async () => {
  const found = await items({
    ...query("PROD#8", { IndexName: "byPrice", ConsistentRead: true }),
    KeyConditionExpression: "#p = :p AND price > :seven",
    ExpressionAttributeValues: { ":p": "PROD#8", ":seven": 7 },
  });
  assert.deepEqual(found, [{ ...key.product(8), price: 8, name: "Widget 8" }]);
});

test("many are read and deleted at once", async () => {
  const wanted = [...Array(9).keys()].map((product) => key.product(product));
  const { Responses } = await documents.send(
    new BatchGetCommand({
      RequestItems: {
        [TableName]: {
          Keys: [...wanted, key.product("none")],
          ProjectionExpression: "#n",
          ExpressionAttributeNames: { "#n": "name" },
        },
      },
    }),
  );
  assert.equal(Responses[TableName].length, 9);
  await createUser("gone", { email: "gone@example.com" });
  const deleteUser = () =>
    documents.send(
      new DeleteCommand({ TableName, Key: key.user("gone"), ConditionExpression: "attribute_exists(PK)", ReturnValues: "ALL_OLD" }),
    );
  assert.equal((await deleteUser()).Attributes.email, "gone@example.com");
  await assert.rejects(deleteUser(), ConditionalCheckFailedException);
  assert.deepEqual(await items(query("USERS", { ...inGsi1, prefix: "gone@" })), []);
});
