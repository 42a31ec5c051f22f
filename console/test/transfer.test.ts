import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item, TableDescription } from "../src/api/types.ts";
import { readDocument, writeDocument } from "../src/model/documents.ts";
import { sampleItems } from "../src/model/samples.ts";
import {
  createInput,
  EMPTY_INDEX,
  EMPTY_TABLE,
  laterInputs,
  type TableForm,
} from "../src/model/tableForm.ts";
import { parseCsv } from "../src/transfer/csv.ts";
import { write } from "../src/transfer/format.ts";
import { csvMapping, readCsv, readJson } from "../src/transfer/importing.ts";

const TABLE = {
  TableName: "T",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
} as unknown as TableDescription;

const ITEMS: Item[] = [
  { id: { S: "a" }, n: { N: "12345678901234567890.5" }, s: { SS: ["x", "y"] } },
  { id: { S: 'b,"c"\n' }, m: { M: { k: { NULL: true } } } },
];

test("all forms of JSON that people have are read", () => {
  const typed = JSON.stringify(ITEMS[0]);
  for (const text of [
    write("lines", ITEMS, ""),
    write("typed", ITEMS, ""),
    write("json", ITEMS, ""),
    JSON.stringify({ Items: ITEMS, Count: 2 }),
    JSON.stringify({ T: ITEMS.map((Item) => ({ PutRequest: { Item } })) }),
  ]) {
    assert.deepEqual(readJson(text, TABLE), { items: ITEMS, problems: [] });
  }
  assert.deepEqual(readJson(`${typed}\n${typed}`, TABLE).items.length, 2);
});

test("what has no key, or one of another type, is told and left out", () => {
  const { items, problems } = readJson('[{"id": 5}, {"x": "y"}, {"id": "ok"}]', TABLE);
  assert.equal(items.length, 1);
  assert.equal(problems.length, 2);
});

test("CSV is read as it was written", () => {
  const text = write("csv", ITEMS, "");
  assert.equal(parseCsv(text).length, 3);
  const mapping = csvMapping(text, TABLE);
  assert.deepEqual(
    mapping.map((one) => one.type),
    ["S", "N", "JSON", "JSON"],
  );
  assert.deepEqual(readCsv(text, mapping, TABLE), { items: ITEMS, problems: [] });
});

test("a CloudFormation template and a Workbench model make the same table again", () => {
  for (const kind of ["cloudformation", "workbench", "createtable"] as const) {
    const { inputs } = readDocument(writeDocument(kind, [TABLE]));
    assert.equal(inputs[0]?.TableName, "T");
    assert.deepEqual(inputs[0]?.KeySchema, TABLE.KeySchema);
    assert.deepEqual(inputs[0]?.AttributeDefinitions, TABLE.AttributeDefinitions);
  }
  assert.match(writeDocument("terraform", [TABLE]), /hash_key = "id"/);
  assert.throws(() => readDocument("{}"));
});

test("sample items have the keys of the table, each once", () => {
  const items = sampleItems(TABLE, 500, 7);
  assert.equal(new Set(items.map((item) => JSON.stringify(item.id))).size, 500);
  assert.deepEqual(readJson(JSON.stringify(items), TABLE).problems, []);
});

test("statements can be run as they are copied", () => {
  assert.equal(
    write("insert", [ITEMS[0] as Item], "T"),
    `INSERT INTO "T" VALUE {'id': 'a', 'n': 12345678901234567890.5, 's': <<'x', 'y'>>}\n`,
  );
});

test("a Terraform configuration makes the tables that it describes", () => {
  const described = readDocument(`
    # who lives here
    variable "stage" { default = "test" }
    locals {
      prefix = "shop-\${var.stage}"
    }
    provider "aws" { region = "eu-west-1" }
    resource "aws_dynamodb_table" "orders" {
      name         = "\${local.prefix}-orders"
      hash_key     = "pk"
      range_key    = "sk"
      read_capacity  = 7 // units
      write_capacity = 3
      stream_enabled = true
      stream_view_type = "NEW_IMAGE"
      deletion_protection_enabled = true
      attribute {
        name = "pk"
        type = "S"
      }
      attribute { 
        name = "sk"
        type = "N"
      }
      global_secondary_index {
        name = "by-sk"
        hash_key = "sk"
        projection_type = "INCLUDE"
        non_key_attributes = ["a", "b",]
        read_capacity = 1
        write_capacity = 1
      }
      local_secondary_index {
        name = "local"
        range_key = "sk"
        projection_type = "KEYS_ONLY"
      }
      ttl {
        attribute_name = "expires"
        enabled = true
      }
      point_in_time_recovery { enabled = true }
      replica { region_name = "eu-west-2" }
      server_side_encryption {
        enabled     = true
        kms_key_arn = aws_kms_key.main.arn
      }
      tags = merge(var.tags, { a = "b" })
      /* and
         so on */
    }
    resource "aws_s3_bucket" "other" { bucket = "x" }
    resource "aws_dynamodb_table" "plain" {
      billing_mode = "PAY_PER_REQUEST"
      name = "plain"
      hash_key = "id"
      attribute {
        name = "id"
        type = "B"
      }
      on_demand_throughput { max_read_request_units = 10 }
      tags = { "team name" = "blue", size = 2 }
    }
  `);
  assert.deepEqual(described.inputs, [
    {
      TableName: "shop-test-orders",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-sk",
          KeySchema: [{ AttributeName: "sk", KeyType: "HASH" }],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["a", "b"] },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "local",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      SSESpecification: { Enabled: true, SSEType: "KMS" },
      DeletionProtectionEnabled: true,
    },
    {
      TableName: "plain",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "B" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      OnDemandThroughput: { MaxReadRequestUnits: 10 },
      Tags: [
        { Key: "team name", Value: "blue" },
        { Key: "size", Value: "2" },
      ],
    },
  ]);
  assert.deepEqual(
    described.later["shop-test-orders"]?.map(([operation]) => operation),
    ["UpdateTimeToLive", "UpdateContinuousBackups", "UpdateTable"],
  );
  assert.deepEqual(described.notes, [
    "shop-test-orders: kms_key_arn = aws_kms_key.main.arn",
    'shop-test-orders: tags = merge(var.tags, { a = "b" })',
  ]);
});

test("a table comes back from Terraform, in both of its forms, as it went", () => {
  const form: TableForm = {
    ...EMPTY_TABLE,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as Terraform would take it for its own
    name: 'odd"${name}',
    partition: { name: "pk", type: "S" },
    sort: { name: "sk", type: "N" },
    onDemand: false,
    capacity: { ...EMPTY_TABLE.capacity, read: "7", write: "3" },
    indexes: [
      {
        ...EMPTY_INDEX,
        name: "several",
        partition: [
          { name: "a", type: "S" },
          { name: "b", type: "S" },
        ],
        sort: [{ name: "sk", type: "N" }],
      },
    ],
    stream: "KEYS_ONLY",
    infrequent: true,
    protection: true,
    encryption: "KMS",
    encryptionKey: "arn:aws:kms:us-east-1:000000000000:key/1",
  };
  const input = createInput(form);
  const { BillingMode, ProvisionedThroughput, SSESpecification, TableClass, ...rest } = input;
  const table = {
    ...rest,
    TableArn: "arn",
    ProvisionedThroughput,
    SSEDescription: {
      Status: "ENABLED",
      SSEType: "KMS",
      KMSMasterKeyArn: "arn:aws:kms:us-east-1:000000000000:key/1",
    },
    TableClassSummary: { TableClass },
  } as unknown as TableDescription;
  const text = writeDocument("terraform", [table]);
  const { DeletionProtectionEnabled: _, ...described } = input; // nobody's copy is protected by itself
  assert.deepEqual(readDocument(text).inputs, [described]);
  assert.throws(() => readDocument('resource "aws_dynamodb_table" "x" {\n name = \n}'), /line 2/);
  assert.throws(() => readDocument('resource "aws_dynamodb_table" "x" {'), /not closed/);
  const json = {
    resource: { aws_dynamodb_table: { x: { hash_key: "k", attribute: [{ name: "k", type: "S" }] } } },
  };
  assert.deepEqual(readDocument(JSON.stringify(json)).inputs, [
    {
      TableName: "x",
      AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
      BillingMode: "PROVISIONED",
    },
  ]);
});

test("a new table can have every setting that the API has", () => {
  const form: TableForm = {
    ...EMPTY_TABLE,
    name: "T",
    partition: { name: "pk", type: "S" },
    capacity: { ...EMPTY_TABLE.capacity, maximumRead: "10", warmRead: "15000", warmWrite: "5000" },
    indexes: [
      {
        ...EMPTY_INDEX,
        name: "g",
        partition: [{ name: "a", type: "N" }],
        capacity: { ...EMPTY_INDEX.capacity, maximumWrite: "5" },
      },
      {
        ...EMPTY_INDEX,
        kind: "vector",
        name: "v",
        attribute: "v",
        searchPartition: "city",
        searchFilters: "price:N, size",
      },
    ],
    resourcePolicy: "{}",
    timeToLive: "expires",
    recovery: true,
    recoveryDays: "7",
    replicas: "eu-west-1, eu-west-2",
    consistency: "STRONG",
    settingsReplication: "ENABLED",
  };
  const input = createInput(form);
  assert.deepEqual(input.OnDemandThroughput, { MaxReadRequestUnits: 10 });
  assert.deepEqual(input.WarmThroughput, { ReadUnitsPerSecond: 15000, WriteUnitsPerSecond: 5000 });
  assert.deepEqual(input.AttributeDefinitions, [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "a", AttributeType: "N" },
    { AttributeName: "city", AttributeType: "S" },
    { AttributeName: "price", AttributeType: "N" },
    { AttributeName: "size", AttributeType: "S" },
  ]);
  const [global] = input.GlobalSecondaryIndexes as Record<string, unknown>[];
  assert.deepEqual(global?.OnDemandThroughput, { MaxWriteRequestUnits: 5 });
  const [vector] = input.VectorIndexes as Record<string, unknown>[];
  assert.deepEqual(vector?.SearchSchema, [
    { AttributeName: "city", SearchSchemaElementType: "HASH" },
    { AttributeName: "price", SearchSchemaElementType: "INLINE_FILTER" },
    { AttributeName: "size", SearchSchemaElementType: "INLINE_FILTER" },
  ]);
  assert.equal(input.ResourcePolicy, "{}");
  assert.equal(input.GlobalTableSettingsReplicationMode, "ENABLED");
  const later = laterInputs(form);
  assert.deepEqual(
    later.map(([operation]) => operation),
    ["UpdateTimeToLive", "UpdateContinuousBackups", "UpdateTable"],
  );
  assert.equal(later[2]?.[1].MultiRegionConsistency, "STRONG");
});
