// Vector indexes through the AWS SDK for JavaScript v3: a library whose books are searched by what they are about.
// Run by the conformance tests with STATOR_ENDPOINT set; by hand: STATOR_ENDPOINT=http://localhost:8000 node --test
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { DescribeTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  SearchVectorsCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { client, createTable, documents, keys, tableName } from "./clients.js";

const TableName = tableName("vectors");

const vectorIndex = {
  IndexName: "byContent",
  VectorAttribute: { AttributeName: "content" },
  Dimensions: 3,
  DistanceFunction: "COSINE",
  SearchSchema: [
    { AttributeName: "language", SearchSchemaElementType: "HASH" },
    { AttributeName: "year", SearchSchemaElementType: "INLINE_FILTER" },
  ],
  Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["content", "title"] },
};

const cooking = [1, 0, 0];
const sailing = [0, 1, 0];

const unconditional = {
  SearchConditionExpression: undefined,
  ExpressionAttributeNames: undefined,
  ExpressionAttributeValues: undefined,
};

function book(isbn, language, year, content) {
  return { isbn, language, year, content, title: `Book ${isbn}`, text: "long" };
}

function send(SearchVector, options) {
  return documents.send(
    new SearchVectorsCommand({
      TableName,
      IndexName: "byContent",
      SearchVector,
      TopK: 10,
      SearchConditionExpression: "#l = :l",
      ExpressionAttributeNames: { "#l": "language" },
      ExpressionAttributeValues: { ":l": "en" },
      ...options,
    }),
  );
}

async function search(vector, options) {
  const { SearchResults } = await send(vector, options);
  return SearchResults.map(({ Item, Score }) => ({ ...Item, score: Score }));
}

async function found(vector, options) {
  return (await search(vector, options)).map((each) => each.isbn);
}

before(async () => {
  await createTable(TableName, keys("isbn"), { types: { year: "N" }, VectorIndexes: [vectorIndex] });
  await documents.send(
    new BatchWriteCommand({
      RequestItems: {
        [TableName]: [
          book("1", "en", 1999, cooking),
          book("2", "en", 2005, sailing),
          book("3", "en", 2020, [1, 1, 0]),
          book("4", "de", 2020, cooking),
          { isbn: "5", language: "en", title: "No content" },
        ].map((Item) => ({ PutRequest: { Item } })),
      },
    }),
  );
});

test("the index is described as it was asked for", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { IndexArn, IndexSizeBytes, ItemCount, IndexStatus, ...asked } = Table.VectorIndexes[0];
  assert.deepEqual(asked, vectorIndex);
  assert.equal(IndexArn, `${Table.TableArn}/index/byContent`);
  assert.equal(IndexStatus, "ACTIVE");
  assert.equal(ItemCount, 4);
  assert.ok(IndexSizeBytes > 0);
});

test("the nearest come first, with what is projected and a score", async () => {
  const books = await search(cooking);
  assert.deepEqual(
    books.map(({ score, ...item }) => item),
    ["1", "3", "2"].map((isbn) => ({
      isbn,
      language: "en",
      year: { 1: 1999, 2: 2005, 3: 2020 }[isbn],
      title: `Book ${isbn}`,
    })),
  );
  assert.equal(books[0].score, 0);
  assert.ok(Math.abs(books[1].score - (1 - Math.SQRT1_2)) < 1e-6);
  assert.equal(books[2].score, 1);
});

test("filters, TopK and projections narrow a search", async () => {
  const of2020 = {
    SearchConditionExpression: "#l = :l AND #y = :y",
    ExpressionAttributeNames: { "#l": "language", "#y": "year" },
    ExpressionAttributeValues: { ":l": "en", ":y": 2020 },
  };
  assert.deepEqual(await found(cooking, of2020), ["3"]);
  assert.deepEqual(await found(sailing, { ...of2020, TopK: 1 }), ["3"]);
  assert.deepEqual(await search(cooking, { TopK: 1, ProjectionExpression: "title, content" }), [
    { title: "Book 1", content: cooking, score: 0 },
  ]);
});

test("a search sees every write before it", async () => {
  await documents.send(new PutCommand({ TableName, Item: book("6", "en", 2021, [3, 0.1, 0]) }));
  assert.deepEqual(await found(cooking), ["1", "6", "3", "2"]);
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { isbn: "6" },
      UpdateExpression: "SET content = :c",
      ExpressionAttributeValues: { ":c": [0, 0, 1] },
    }),
  );
  assert.deepEqual(await found([0, 0, 1], { TopK: 1 }), ["6"]);
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { isbn: "6" },
      UpdateExpression: "SET #l = :de",
      ExpressionAttributeNames: { "#l": "language" },
      ExpressionAttributeValues: { ":de": "de" },
    }),
  );
  assert.deepEqual(await found(cooking), ["1", "3", "2"]);
  const german = { ExpressionAttributeValues: { ":l": "de" } };
  assert.deepEqual(await found([0, 0, 1], german), ["6", "4"]);
  await documents.send(
    new TransactWriteCommand({
      TransactItems: [
        { Delete: { TableName, Key: { isbn: "6" } } },
        { Put: { TableName, Item: book("7", "de", 2022, sailing) } },
      ],
    }),
  );
  assert.deepEqual(await found(sailing, german), ["7", "4"]);
  await documents.send(new DeleteCommand({ TableName, Key: { isbn: "7" } }));
  assert.deepEqual(await found(sailing, german), ["4"]);
});

test("what does not fit is refused", async () => {
  const refused = (promise, message) => assert.rejects(promise, { name: "ValidationException", message });
  await refused(
    documents.send(new PutCommand({ TableName, Item: book("8", "en", 2000, [1, 2]) })),
    "One or more parameter values were invalid. Invalid size for parameter content, Expected: 3, Actual: 2" +
      " IndexName: byContent",
  );
  await refused(search([1, 2]), "Input search vector dimension 2 does not match vector index dimension 3");
  await refused(
    search(cooking, { TopK: 101 }),
    "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive",
  );
  await refused(
    search(cooking, unconditional),
    "SearchConditionExpression must be provided when SearchSchema has a HASH key",
  );
});

test("a search and a write tell what they consume", async () => {
  const { ConsumedCapacity: written } = await documents.send(
    new PutCommand({ TableName, Item: book("9", "fr", 2000, cooking), ReturnConsumedCapacity: "INDEXES" }),
  );
  assert.deepEqual(written.VectorIndexes, { byContent: { VectorWriteRequestBytes: 1024 } });
  const { ConsumedCapacity: searched } = await send(cooking, { ReturnConsumedCapacity: "TOTAL" });
  assert.equal(searched.VectorSearchRequestBytes, 1024);
});

test("an index that is added finds what was there, and goes again", async () => {
  const { SearchSchema, ...byDistance } = {
    ...vectorIndex,
    IndexName: "byDistance",
    DistanceFunction: "EUCLIDEAN",
    Projection: { ProjectionType: "ALL" },
  };
  await client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Create: byDistance }] }));
  const status = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table.VectorIndexes.find((index) => index.IndexName === "byDistance");
  };
  while ((await status()).Backfilling || (await status()).IndexStatus !== "ACTIVE") {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const nearest = await search(sailing, {
    IndexName: "byDistance",
    TopK: 2,
    ...unconditional,
    ProjectionExpression: "isbn",
  });
  assert.deepEqual(nearest, [
    { isbn: "2", score: 0 },
    { isbn: "3", score: 1 },
  ]);
  await client.send(
    new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Delete: { IndexName: "byDistance" } }] }),
  );
  while (await status()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
