// Stator through the AWS SDK for JavaScript v3: the client and the document client of lib-dynamodb.
// Run by the conformance tests with STATOR_ENDPOINT set; by hand: STATOR_ENDPOINT=http://localhost:8000 node --test
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";

const configuration = {
  endpoint: process.env.STATOR_ENDPOINT,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};
const client = new DynamoDBClient(configuration);
const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const TableName = `js-${randomUUID()}`;

before(async () => {
  const created = await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: "PK", KeyType: "HASH" },
        { AttributeName: "SK", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "PK", AttributeType: "S" },
        { AttributeName: "SK", AttributeType: "S" },
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  assert.equal(created.TableDescription.TableStatus, "CREATING");
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
});

after(async () => {
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 60 }, { TableName });
  client.destroy();
});

test("a document comes back as it went", async () => {
  const Item = {
    PK: "USER#1",
    SK: "PROFILE",
    name: "Ana \u{1F426}",
    age: 30,
    ratio: 0.25,
    active: true,
    nothing: null,
    tags: new Set(["a", "b"]),
    counts: new Set([1, 2]),
    bytes: new Uint8Array([0, 255, 1]),
    address: { city: "Lima", lines: ["one", 2, { deep: false }] },
    empty: "",
    list: [],
  };
  await documents.send(new PutCommand({ TableName, Item: { ...Item, missing: undefined } }));
  const read = await documents.send(new GetCommand({ TableName, Key: { PK: "USER#1", SK: "PROFILE" } }));
  assert.deepEqual(read.Item, Item);
});

test("38 digits survive", async () => {
  const value = NumberValue.from("12345678901234567890123456789012345678");
  await documents.send(new PutCommand({ TableName, Item: { PK: "N", SK: "1", value } }));
  // A client of its own: the options of a document client reach into the client that it is made from.
  const exact = DynamoDBDocumentClient.from(new DynamoDBClient(configuration), {
    unmarshallOptions: { wrapNumbers: true },
  });
  const read = await exact.send(new GetCommand({ TableName, Key: { PK: "N", SK: "1" } }));
  exact.destroy();
  assert.equal(read.Item.value.toString(), value.toString());
});

test("updates return what was asked for", async () => {
  const Key = { PK: "U", SK: "1" };
  const first = await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: "SET #n = :name, address = :address ADD visits :one",
      ExpressionAttributeNames: { "#n": "name" },
      ExpressionAttributeValues: { ":name": "Eva", ":address": { city: "Quito", zip: "1" }, ":one": 1 },
      ReturnValues: "ALL_NEW",
    }),
  );
  assert.deepEqual(first.Attributes, { ...Key, name: "Eva", address: { city: "Quito", zip: "1" }, visits: 1 });
  const second = await documents.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: "SET address.city = :city REMOVE address.zip",
      ExpressionAttributeValues: { ":city": "Cuenca" },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  assert.deepEqual(second.Attributes, { address: { city: "Cuenca" } });
});

test("conditional failures are typed and carry the item", async () => {
  await documents.send(new PutCommand({ TableName, Item: { PK: "C", SK: "1", state: "taken" } }));
  await assert.rejects(
    documents.send(
      new PutCommand({
        TableName,
        Item: { PK: "C", SK: "1" },
        ConditionExpression: "attribute_not_exists(PK)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
    (error) => {
      assert.ok(error instanceof ConditionalCheckFailedException);
      assert.equal(error.message, "The conditional request failed");
      assert.deepEqual(error.Item.state, { S: "taken" });
      return true;
    },
  );
  await assert.rejects(
    documents.send(new DeleteCommand({ TableName, Key: { PK: "none", SK: "1" }, ConditionExpression: "attribute_exists(PK)" })),
    ConditionalCheckFailedException,
  );
});

test("queries page forward and backward", async () => {
  const requests = Array.from({ length: 25 }, (_, i) => ({
    PutRequest: { Item: { PK: "Q", SK: `ITEM#${String(i).padStart(2, "0")}`, i } },
  }));
  const written = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  assert.deepEqual(written.UnprocessedItems, {});
  const input = {
    TableName,
    KeyConditionExpression: "PK = :pk AND begins_with(SK, :prefix)",
    ExpressionAttributeValues: { ":pk": "Q", ":prefix": "ITEM#" },
  };
  const seen = [];
  for await (const page of paginateQuery({ client: documents, pageSize: 7 }, { ...input })) {
    seen.push(...page.Items.map((item) => item.i));
  }
  assert.deepEqual(seen, Array.from({ length: 25 }, (_, i) => i));
  const last = await documents.send(new QueryCommand({ ...input, ScanIndexForward: false, Limit: 3 }));
  assert.deepEqual(last.Items.map((item) => item.i), [24, 23, 22]);
  assert.deepEqual(last.LastEvaluatedKey, { PK: "Q", SK: "ITEM#22" });
  const count = await documents.send(new QueryCommand({ ...input, Select: "COUNT" }));
  assert.deepEqual([count.Count, count.Items], [25, undefined]);
});

test("scans filter and page", async () => {
  let total = 0;
  for await (const page of paginateScan(
    { client: documents, pageSize: 5 },
    { TableName, FilterExpression: "i BETWEEN :low AND :high", ExpressionAttributeValues: { ":low": 5, ":high": 9 } },
  )) {
    total += page.Count;
  }
  assert.equal(total, 5);
  const { ScannedCount } = await documents.send(new ScanCommand({ TableName, Select: "COUNT" }));
  assert.ok(ScannedCount >= 25);
});

test("batch get finds what is there", async () => {
  const { Responses, UnprocessedKeys } = await documents.send(
    new BatchGetCommand({
      RequestItems: { [TableName]: { Keys: [{ PK: "Q", SK: "ITEM#00" }, { PK: "none", SK: "x" }] } },
    }),
  );
  assert.deepEqual(Responses[TableName], [{ PK: "Q", SK: "ITEM#00", i: 0 }]);
  assert.deepEqual(UnprocessedKeys, {});
});

test("errors keep AWS's names and words", async () => {
  await assert.rejects(client.send(new DescribeTableCommand({ TableName: "no-such-table" })), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.equal(error.message, "Requested resource not found: Table: no-such-table not found");
    return true;
  });
  const tooMany = Array.from({ length: 26 }, (_, i) => ({
    DeleteRequest: { Key: { PK: { S: String(i) }, SK: { S: "x" } } },
  }));
  await assert.rejects(
    client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: tooMany } })),
    (error) => error.name === "ValidationException" && /Member must have length less than or equal to 25/.test(error.message),
  );
});

test("a table can be changed and listed", async () => {
  const changed = await client.send(
    new UpdateTableCommand({
      TableName,
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 2 },
    }),
  );
  assert.equal(changed.TableDescription.TableName, TableName);
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  assert.equal(Table.ProvisionedThroughput.ReadCapacityUnits, 3);
  assert.ok(Table.CreationDateTime instanceof Date);
  const { TableNames } = await client.send(new ListTablesCommand({}));
  assert.ok(TableNames.includes(TableName));
});
