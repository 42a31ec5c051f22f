import type { TableDescription } from "../api/types.ts";
import { createInput, formOf, type Later } from "./tableForm.ts";
import { type DescribedTable, isTerraform, readTerraform, readTerraformJson } from "./terraform.ts";

/** Tables as documents of other tools, and back. */
export type DocumentKind = "cloudformation" | "terraform" | "workbench" | "createtable";

type Input = Record<string, unknown>;

export function writeDocument(kind: DocumentKind, tables: readonly TableDescription[]): string {
  const inputs = tables.map((table) => createInput(formOf(table, table.TableName)));
  switch (kind) {
    case "cloudformation":
      return JSON.stringify(
        { AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(inputs.map(resource)) },
        undefined,
        2,
      );
    case "terraform":
      return inputs.map(terraform).join("\n");
    case "workbench":
      return JSON.stringify(
        { ModelName: "Stator", ModelMetadata: { Version: "3.0" }, DataModel: tables.map(workbench) },
        undefined,
        2,
      );
    case "createtable":
      return JSON.stringify(inputs, undefined, 2);
  }
}

function resource(input: Input): [string, Input] {
  const { Tags, StreamSpecification, ...properties } = input;
  const stream = StreamSpecification as { StreamViewType?: string } | undefined;
  return [
    String(input.TableName).replace(/[^A-Za-z0-9]/g, "") || "Table",
    {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        ...properties,
        ...(stream && { StreamSpecification: { StreamViewType: stream.StreamViewType } }),
        ...(Tags ? { Tags } : {}),
      },
    },
  ];
}

interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

interface Keyed {
  readonly IndexName: string;
  readonly ProvisionedThroughput?: Throughput;
  readonly KeySchema: { AttributeName: string; KeyType: string }[];
  readonly Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
}

function terraform(input: Input): string {
  const quoted = (value: unknown) => JSON.stringify(value).replaceAll("${", () => "$${");
  const keys = (schema: Keyed["KeySchema"], indent: string) =>
    schema.length > 2
      ? schema.flatMap((key) => [
          `${indent}key_schema {`,
          `${indent}  attribute_name = ${quoted(key.AttributeName)}`,
          `${indent}  key_type       = ${quoted(key.KeyType)}`,
          `${indent}}`,
        ])
      : schema.map(
          (key) =>
            `${indent}${key.KeyType === "HASH" ? "hash_key" : "range_key"} = ${quoted(key.AttributeName)}`,
        );
  const capacity = (throughput: unknown, indent: string) => {
    const { ReadCapacityUnits, WriteCapacityUnits } = (throughput ?? {}) as Partial<Throughput>;
    return ReadCapacityUnits === undefined
      ? []
      : [`${indent}read_capacity  = ${ReadCapacityUnits}`, `${indent}write_capacity = ${WriteCapacityUnits}`];
  };
  const index = (block: string, rangeOnly: boolean) => (one: Keyed) =>
    [
      `  ${block} {`,
      `    name            = ${quoted(one.IndexName)}`,
      ...keys(rangeOnly ? one.KeySchema.filter((key) => key.KeyType === "RANGE") : one.KeySchema, "    "),
      ...capacity(one.ProvisionedThroughput, "    "),
      `    projection_type = ${quoted(one.Projection.ProjectionType)}`,
      ...(one.Projection.NonKeyAttributes
        ? [`    non_key_attributes = ${quoted(one.Projection.NonKeyAttributes)}`]
        : []),
      "  }",
    ].join("\n");
  const stream = input.StreamSpecification as { StreamViewType: string } | undefined;
  const key = (input.SSESpecification as { KMSMasterKeyId?: string } | undefined)?.KMSMasterKeyId;
  const name = String(input.TableName);
  return `${[
    `resource "aws_dynamodb_table" ${quoted(name.replace(/[^A-Za-z0-9_-]/g, "_"))} {`,
    `  name         = ${quoted(name)}`,
    `  billing_mode = ${quoted(input.BillingMode)}`,
    ...keys(input.KeySchema as Keyed["KeySchema"], "  "),
    ...capacity(input.ProvisionedThroughput, "  "),
    ...(stream ? ["  stream_enabled   = true", `  stream_view_type = ${quoted(stream.StreamViewType)}`] : []),
    ...(input.TableClass ? [`  table_class = ${quoted(input.TableClass)}`] : []),
    ...(input.DeletionProtectionEnabled ? ["  deletion_protection_enabled = true"] : []),
    ...(input.SSESpecification
      ? [
          "  server_side_encryption {",
          "    enabled = true",
          ...(key ? [`    kms_key_arn = ${quoted(key)}`] : []),
          "  }",
        ]
      : []),
    ...(input.AttributeDefinitions as { AttributeName: string; AttributeType: string }[]).map(
      (one) =>
        `  attribute {\n    name = ${quoted(one.AttributeName)}\n    type = ${quoted(one.AttributeType)}\n  }`,
    ),
    ...((input.GlobalSecondaryIndexes ?? []) as Keyed[]).map(index("global_secondary_index", false)),
    ...((input.LocalSecondaryIndexes ?? []) as Keyed[]).map(index("local_secondary_index", true)),
    "}",
  ].join("\n")}\n`;
}

interface WorkbenchKey {
  readonly AttributeName: string;
  readonly AttributeType: string;
}

interface WorkbenchKeys {
  readonly PartitionKey: WorkbenchKey;
  readonly SortKey?: WorkbenchKey;
}

function workbench(table: TableDescription): Input {
  const types = new Map(table.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const keys = (schema: TableDescription["KeySchema"]): WorkbenchKeys => {
    const key = (kind: string) => {
      const name = schema.find((one) => one.KeyType === kind)?.AttributeName;
      return name ? { AttributeName: name, AttributeType: types.get(name) ?? "S" } : undefined;
    };
    const sort = key("RANGE");
    return { PartitionKey: key("HASH") as WorkbenchKey, ...(sort && { SortKey: sort }) };
  };
  return {
    TableName: table.TableName,
    KeyAttributes: keys(table.KeySchema),
    NonKeyAttributes: [],
    GlobalSecondaryIndexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      IndexName: index.IndexName,
      KeyAttributes: keys(index.KeySchema),
      Projection: index.Projection,
    })),
    BillingMode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
  };
}

/** What a document means. */
export interface ReadDocument {
  /** CreateTable requests. */
  readonly inputs: readonly Input[];
  /** By the names of tables: calls that follow, and items. */
  readonly later: Readonly<Record<string, readonly Later[]>>;
  readonly items: Readonly<Record<string, readonly unknown[]>>;
  /** What could not be read, with the table. */
  readonly notes: readonly string[];
}

/** Reads Terraform, CloudFormation (JSON), a Workbench model, or CreateTable requests themselves. */
export function readDocument(text: string): ReadDocument {
  if (isTerraform(text)) {
    return described(readTerraform(text));
  }
  const json = JSON.parse(text) as Input;
  if (json.resource) {
    return described(readTerraformJson(json.resource as Record<string, Input>));
  }
  if (json.Resources) {
    const resources = Object.entries(json.Resources as Record<string, { Type: string; Properties?: Input }>);
    return described(resources.filter(([, one]) => one.Type === "AWS::DynamoDB::Table").map(fromResource));
  }
  if (json.DataModel) {
    const tables = json.DataModel as Input[];
    return {
      inputs: tables.map(fromWorkbench),
      later: {},
      items: Object.fromEntries(
        tables.map((table) => [String(table.TableName), (table.TableData ?? []) as unknown[]]),
      ),
      notes: [],
    };
  }
  const list = (Array.isArray(json) ? json : [json.Table ?? json]) as Input[];
  const inputs = list.filter((one) => one.TableName && one.KeySchema);
  if (inputs.length === 0) {
    throw new Error(
      "No tables were found. Terraform, CloudFormation (JSON), models of NoSQL Workbench and CreateTable requests are understood.",
    );
  }
  return { inputs: inputs.map(asRequest), later: {}, items: {}, notes: [] };
}

function described(tables: readonly DescribedTable[]): ReadDocument {
  return {
    inputs: tables.map((one) => one.input),
    later: Object.fromEntries(tables.map((one) => [String(one.input.TableName), one.later])),
    items: {},
    notes: tables.flatMap((one) => one.notes.map((note) => `${one.input.TableName}: ${note}`)),
  };
}

function asRequest(input: Input): Input {
  return input.TableArn
    ? createInput(formOf(input as unknown as TableDescription, String(input.TableName)))
    : input;
}

const CREATE_MEMBERS = [
  "TableName",
  "AttributeDefinitions",
  "KeySchema",
  "BillingMode",
  "ProvisionedThroughput",
  "OnDemandThroughput",
  "GlobalSecondaryIndexes",
  "LocalSecondaryIndexes",
  "DeletionProtectionEnabled",
  "TableClass",
  "Tags",
  "WarmThroughput",
];

/** Those that are read otherwise. */
const READ_MEMBERS = [
  "StreamSpecification",
  "SSESpecification",
  "ResourcePolicy",
  "TimeToLiveSpecification",
  "PointInTimeRecoverySpecification",
];

function fromResource([id, { Properties = {} }]: [string, { Properties?: Input }]): DescribedTable {
  const TableName = typeof Properties.TableName === "string" ? Properties.TableName : id;
  const known = Object.fromEntries(
    Object.entries(Properties).filter(([member]) => CREATE_MEMBERS.includes(member)),
  );
  const stream = Properties.StreamSpecification as Input | undefined;
  const encryption = Properties.SSESpecification as Input | undefined;
  const policy = (Properties.ResourcePolicy as { PolicyDocument?: unknown } | undefined)?.PolicyDocument;
  const input = {
    BillingMode: Properties.ProvisionedThroughput ? "PROVISIONED" : "PAY_PER_REQUEST",
    ...known,
    TableName,
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
    ...(encryption && {
      SSESpecification: {
        Enabled: encryption.SSEEnabled,
        ...(encryption.SSEType ? { SSEType: encryption.SSEType } : {}),
        ...(encryption.KMSMasterKeyId ? { KMSMasterKeyId: encryption.KMSMasterKeyId } : {}),
      },
    }),
    ...(policy ? { ResourcePolicy: JSON.stringify(policy) } : {}),
  };
  const later = ["TimeToLiveSpecification", "PointInTimeRecoverySpecification"]
    .filter((member) => Properties[member])
    .map(
      (member): Later => [
        member.startsWith("Time") ? "UpdateTimeToLive" : "UpdateContinuousBackups",
        { TableName, [member]: Properties[member] },
      ],
    );
  const notes = Object.entries(Properties)
    .filter(([member, value]) => !CREATE_MEMBERS.includes(member) && !READ_MEMBERS.includes(member) && value)
    .map(([member]) => member);
  return { input, later, notes };
}

function fromWorkbench(table: Input): Input {
  const indexes = (table.GlobalSecondaryIndexes ?? []) as {
    IndexName: string;
    KeyAttributes: WorkbenchKeys;
    Projection?: Input;
  }[];
  const all = [table.KeyAttributes as WorkbenchKeys, ...indexes.map((index) => index.KeyAttributes)];
  const types = new Map(
    all
      .flatMap((keys) => [keys.PartitionKey, ...(keys.SortKey ? [keys.SortKey] : [])])
      .map((key) => [key.AttributeName, key.AttributeType]),
  );
  return {
    TableName: table.TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: schemaOf(table.KeyAttributes as WorkbenchKeys),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: schemaOf(index.KeyAttributes),
        Projection: index.Projection ?? { ProjectionType: "ALL" },
      })),
    }),
  };
}

function schemaOf(keys: WorkbenchKeys): Input[] {
  return [
    { AttributeName: keys.PartitionKey.AttributeName, KeyType: "HASH" },
    ...(keys.SortKey ? [{ AttributeName: keys.SortKey.AttributeName, KeyType: "RANGE" }] : []),
  ];
}
