// What the test programs here have in common: clients that point at STATOR_ENDPOINT, and tables that go when a program ends.
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The options of a client of the server under test. */
export const configuration = {
  endpoint: process.env.STATOR_ENDPOINT,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};

export const client = new DynamoDBClient(configuration);
export const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

const created = [];

after(async () => {
  await Promise.all(created.map((TableName) => client.send(new DeleteTableCommand({ TableName }))));
  client.destroy();
});

/** A name that no other table has. */
export function tableName(kind) {
  return `${kind}-${randomUUID()}`;
}

/** A key schema: the partition key and, if there is one, the sort key. */
export function keys(hash, range) {
  const schema = [{ AttributeName: hash, KeyType: "HASH" }];
  return range ? [...schema, { AttributeName: range, KeyType: "RANGE" }] : schema;
}

/** An index over `schema` that shows all attributes or, if names are given, the keys and those. */
export function index(IndexName, schema, ...attributes) {
  const projection = attributes.length
    ? { ProjectionType: "INCLUDE", NonKeyAttributes: attributes }
    : { ProjectionType: "ALL" };
  return { IndexName, KeySchema: schema, Projection: projection };
}

/** Creates a table whose key attributes are strings unless `types` says otherwise, and drops it at the end. */
export async function createTable(TableName, schema, { types = {}, ...indexes } = {}) {
  const schemas = [schema, ...Object.values(indexes).flat().map((each) => each.KeySchema ?? each.SearchSchema ?? [])];
  const names = new Set(schemas.flat().map((key) => key.AttributeName));
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: schema,
      AttributeDefinitions: [...names].map((name) => ({ AttributeName: name, AttributeType: types[name] ?? "S" })),
      ...indexes,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  created.push(TableName);
}
