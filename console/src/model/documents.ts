import type { TableDescription } from "../api/types.ts";
import { createInput, formOf } from "./tableForm.ts";

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

interface Keyed {
  readonly IndexName: string;
  readonly KeySchema: { AttributeName: string; KeyType: string }[];
  readonly Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
}

function terraform(input: Input): string {
  const quoted = (value: unknown) => JSON.stringify(value).replaceAll("${", "$${");
  const keys = (schema: Keyed["KeySchema"]) =>
    schema.map(
      (key) => `${key.KeyType === "HASH" ? "hash_key" : "range_key"} = ${quoted(key.AttributeName)}`,
    );
  const index = (block: string, rangeOnly: boolean) => (one: Keyed) =>
    [
      `  ${block} {`,
      `    name            = ${quoted(one.IndexName)}`,
      ...keys(one.KeySchema)
        .filter((line) => !rangeOnly || line.startsWith("range_key"))
        .map((line) => `    ${line}`),
      `    projection_type = ${quoted(one.Projection.ProjectionType)}`,
      ...(one.Projection.NonKeyAttributes
        ? [`    non_key_attributes = ${quoted(one.Projection.NonKeyAttributes)}`]
        : []),
      "  }",
    ].join("\n");
  const throughput = input.ProvisionedThroughput as
    | { ReadCapacityUnits: number; WriteCapacityUnits: number }
    | undefined;
  const stream = input.StreamSpecification as { StreamViewType: string } | undefined;
  const name = String(input.TableName);
  return `${[
    `resource "aws_dynamodb_table" ${quoted(name.replace(/[^A-Za-z0-9_-]/g, "_"))} {`,
    `  name         = ${quoted(name)}`,
    `  billing_mode = ${quoted(input.BillingMode)}`,
    ...keys(input.KeySchema as Keyed["KeySchema"]).map((line) => `  ${line}`),
    ...(throughput
      ? [
          `  read_capacity  = ${throughput.ReadCapacityUnits}`,
          `  write_capacity = ${throughput.WriteCapacityUnits}`,
        ]
      : []),
    ...(stream ? ["  stream_enabled   = true", `  stream_view_type = ${quoted(stream.StreamViewType)}`] : []),
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

/** The CreateTable requests that a document means: CloudFormation (JSON), a Workbench model, or requests themselves. */
export function readDocument(text: string): { inputs: Input[]; items: Record<string, unknown[]> } {
  const json = JSON.parse(text) as Input;
  if (json.Resources) {
    const resources = Object.entries(json.Resources as Record<string, { Type: string; Properties?: Input }>);
    return {
      inputs: resources.filter(([, one]) => one.Type === "AWS::DynamoDB::Table").map(fromResource),
      items: {},
    };
  }
  if (json.DataModel) {
    const tables = json.DataModel as Input[];
    return {
      inputs: tables.map(fromWorkbench),
      items: Object.fromEntries(
        tables.map((table) => [String(table.TableName), (table.TableData ?? []) as unknown[]]),
      ),
    };
  }
  const list = (Array.isArray(json) ? json : [json.Table ?? json]) as Input[];
  const inputs = list.filter((one) => one.TableName && one.KeySchema);
  if (inputs.length === 0) {
    throw new Error(
      "No tables were found. CloudFormation (JSON), models of NoSQL Workbench and CreateTable requests are understood.",
    );
  }
  return { inputs: inputs.map(asRequest), items: {} };
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
];

function fromResource([id, { Properties = {} }]: [string, { Properties?: Input }]): Input {
  const name = typeof Properties.TableName === "string" ? Properties.TableName : id;
  const known = Object.fromEntries(
    Object.entries(Properties).filter(([member]) => CREATE_MEMBERS.includes(member)),
  );
  const stream = Properties.StreamSpecification as Input | undefined;
  return {
    BillingMode: Properties.ProvisionedThroughput ? "PROVISIONED" : "PAY_PER_REQUEST",
    ...known,
    TableName: name,
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  };
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
