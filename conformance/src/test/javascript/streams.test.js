// A table's stream, read with the SDK's client for DynamoDB Streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb-streams";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { configuration, client, createTable, documents, keys, tableName } from "./clients.js";

const streams = new DynamoDBStreamsClient(configuration);

async function records(StreamArn) {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const found = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    found.push(...Records);
  }
  return found;
}

test("a stream tells what happened to an item", async () => {
  const TableName = tableName("streamed");
  await createTable(TableName, keys("id"), {
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  const item = { id: "a", list: [1, "two", null], binary: new Uint8Array([1, 2]) };
  const before = Date.now();
  await documents.send(new PutCommand({ TableName, Item: item }));
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { id: "a" },
      UpdateExpression: "REMOVE #b",
      ExpressionAttributeNames: { "#b": "binary" },
    }),
  );
  await documents.send(new DeleteCommand({ TableName, Key: { id: "a" } }));

  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
  assert.deepEqual(Streams, [
    { StreamArn: Table.LatestStreamArn, StreamLabel: Table.LatestStreamLabel, TableName },
  ]);
  const seen = await records(Table.LatestStreamArn);
  assert.deepEqual(
    seen.map((record) => record.eventName),
    ["INSERT", "MODIFY", "REMOVE"],
  );
  const [insert, modify, remove] = seen.map((record) => record.dynamodb);
  const { binary, ...rest } = item;
  assert.deepEqual(unmarshall(insert.NewImage), item);
  assert.equal(insert.OldImage, undefined);
  assert.deepEqual(unmarshall(modify.OldImage), item);
  assert.deepEqual(unmarshall(modify.NewImage), rest);
  assert.deepEqual(unmarshall(remove.OldImage), rest);
  assert.deepEqual(unmarshall(remove.Keys), { id: "a" });
  for (const { dynamodb, eventID, userIdentity } of seen) {
    assert.ok(Math.abs(dynamodb.ApproximateCreationDateTime.getTime() - before) < 60_000);
    assert.match(dynamodb.SequenceNumber, /^\d{21,40}$/);
    assert.match(eventID, /^[0-9a-f]{32}$/);
    assert.equal(userIdentity, undefined);
  }
  assert.ok(BigInt(insert.SequenceNumber) < BigInt(remove.SequenceNumber));
});

test("a stream that is not there is told by its own error", async () => {
  const StreamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/2020-01-01T00:00:00.000";
  await assert.rejects(streams.send(new DescribeStreamCommand({ StreamArn })), ResourceNotFoundException);
});
