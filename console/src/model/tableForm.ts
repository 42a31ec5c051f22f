import type { KeyType, TableDescription } from "../api/types.ts";

/** A key attribute as somebody types it. */
export interface KeyForm {
  readonly name: string;
  readonly type: KeyType;
}

export interface IndexForm {
  readonly kind: "global" | "local" | "vector";
  readonly name: string;
  readonly partition: readonly KeyForm[];
  readonly sort: readonly KeyForm[];
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly included: string;
  /** Of vector indexes. */
  readonly attribute: string;
  readonly dimensions: string;
  readonly distance: "COSINE" | "EUCLIDEAN" | "DOT_PRODUCT";
}

export interface TableForm {
  readonly name: string;
  readonly partition: KeyForm;
  readonly sort: KeyForm;
  readonly onDemand: boolean;
  readonly read: string;
  readonly write: string;
  readonly indexes: readonly IndexForm[];
  readonly stream: "" | "NEW_AND_OLD_IMAGES" | "NEW_IMAGE" | "OLD_IMAGE" | "KEYS_ONLY";
  readonly infrequent: boolean;
  readonly protection: boolean;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Settings that are made after the table is there. */
  readonly timeToLive: string;
  readonly recovery: boolean;
}

export const EMPTY_KEY: KeyForm = { name: "", type: "S" };

export const EMPTY_INDEX: IndexForm = {
  kind: "global",
  name: "",
  partition: [EMPTY_KEY],
  sort: [],
  projection: "ALL",
  included: "",
  attribute: "",
  dimensions: "3",
  distance: "COSINE",
};

export const EMPTY_TABLE: TableForm = {
  name: "",
  partition: EMPTY_KEY,
  sort: EMPTY_KEY,
  onDemand: true,
  read: "5",
  write: "5",
  indexes: [],
  stream: "",
  infrequent: false,
  protection: false,
  tags: [],
  timeToLive: "",
  recovery: false,
};

type Input = Record<string, unknown>;

/** The CreateTable request that makes the table. */
export function createInput(form: TableForm): Input {
  const throughput = form.onDemand
    ? {}
    : {
        ProvisionedThroughput: {
          ReadCapacityUnits: Number(form.read),
          WriteCapacityUnits: Number(form.write),
        },
      };
  const of = (kind: IndexForm["kind"]) => form.indexes.filter((index) => index.kind === kind);
  const [globals, locals, vectors] = [of("global"), of("local"), of("vector")];
  const keys = [form.partition, ...(form.sort.name ? [form.sort] : [])];
  return {
    TableName: form.name,
    AttributeDefinitions: definitions([
      ...keys,
      ...form.indexes.flatMap((index) => indexKeys(index, form.partition)),
    ]),
    KeySchema: schema([form.partition], form.sort.name ? [form.sort] : []),
    BillingMode: form.onDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
    ...throughput,
    ...(globals.length > 0 && {
      GlobalSecondaryIndexes: globals.map((index) => ({ ...secondary(index), ...throughput })),
    }),
    ...(locals.length > 0 && {
      LocalSecondaryIndexes: locals.map((index) => secondary({ ...index, partition: [form.partition] })),
    }),
    ...(vectors.length > 0 && { VectorIndexes: vectors.map(vectorIndex) }),
    ...(form.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: form.stream } }),
    ...(form.infrequent && { TableClass: "STANDARD_INFREQUENT_ACCESS" }),
    ...(form.protection && { DeletionProtectionEnabled: true }),
    ...(form.tags.length > 0 && { Tags: form.tags.map((tag) => ({ Key: tag.key, Value: tag.value })) }),
  };
}

function indexKeys(index: IndexForm, partition: KeyForm): KeyForm[] {
  if (index.kind === "vector") {
    return [];
  }
  return [
    ...(index.kind === "local" ? [partition] : index.partition),
    ...index.sort.filter((key) => key.name),
  ];
}

export function definitions(keys: readonly KeyForm[]): Input[] {
  const types = new Map(keys.map((key) => [key.name, key.type]));
  return [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type }));
}

function schema(partition: readonly KeyForm[], sort: readonly KeyForm[]): Input[] {
  return [
    ...partition.map((key) => ({ AttributeName: key.name, KeyType: "HASH" })),
    ...sort.filter((key) => key.name).map((key) => ({ AttributeName: key.name, KeyType: "RANGE" })),
  ];
}

export function secondary(index: IndexForm): Input {
  return {
    IndexName: index.name,
    KeySchema: schema(index.partition, index.sort),
    Projection: projection(index),
  };
}

export function vectorIndex(index: IndexForm): Input {
  return {
    IndexName: index.name,
    VectorAttribute: { AttributeName: index.attribute },
    Dimensions: Number(index.dimensions),
    DistanceFunction: index.distance,
    Projection: projection(index),
  };
}

function projection(index: IndexForm): Input {
  const names = index.included
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return {
    ProjectionType: index.projection,
    ...(index.projection === "INCLUDE" && { NonKeyAttributes: names }),
  };
}

/** A table's settings as a form, to make another like it. */
export function formOf(table: TableDescription, name: string): TableForm {
  const types = new Map(table.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const keys = (of: TableDescription["KeySchema"], kind: string): KeyForm[] =>
    of
      .filter((key) => key.KeyType === kind)
      .map((key) => ({ name: key.AttributeName, type: types.get(key.AttributeName) ?? "S" }));
  const index =
    (kind: "global" | "local") =>
    (one: NonNullable<TableDescription["LocalSecondaryIndexes"]>[number]): IndexForm => ({
      ...EMPTY_INDEX,
      kind,
      name: one.IndexName,
      partition: keys(one.KeySchema, "HASH"),
      sort: keys(one.KeySchema, "RANGE"),
      projection: one.Projection.ProjectionType,
      included: (one.Projection.NonKeyAttributes ?? []).join(", "),
    });
  return {
    ...EMPTY_TABLE,
    name,
    partition: keys(table.KeySchema, "HASH")[0] ?? EMPTY_KEY,
    sort: keys(table.KeySchema, "RANGE")[0] ?? EMPTY_KEY,
    onDemand: table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST",
    read: String(table.ProvisionedThroughput.ReadCapacityUnits || 5),
    write: String(table.ProvisionedThroughput.WriteCapacityUnits || 5),
    indexes: [
      ...(table.GlobalSecondaryIndexes ?? []).map(index("global")),
      ...(table.LocalSecondaryIndexes ?? []).map(index("local")),
      ...(table.VectorIndexes ?? []).map(
        (one): IndexForm => ({
          ...EMPTY_INDEX,
          kind: "vector",
          name: one.IndexName,
          attribute: one.VectorAttribute.AttributeName,
          dimensions: String(one.Dimensions),
          distance: one.DistanceFunction,
          projection: one.Projection.ProjectionType,
          included: (one.Projection.NonKeyAttributes ?? []).join(", "),
        }),
      ),
    ],
    stream: (table.StreamSpecification?.StreamViewType ?? "") as TableForm["stream"],
    infrequent: table.TableClassSummary?.TableClass === "STANDARD_INFREQUENT_ACCESS",
  };
}
