import type {
  KeyType,
  OnDemandThroughput,
  TableDescription,
  Throughput,
  VectorIndexDescription,
} from "../api/types.ts";

/** A key attribute as somebody types it. */
export interface KeyForm {
  readonly name: string;
  readonly type: KeyType;
}

/** Capacity as somebody types it; "" for what is not said. */
export interface CapacityForm {
  readonly read: string;
  readonly write: string;
  /** The most that is paid for on demand. */
  readonly maximumRead: string;
  readonly maximumWrite: string;
  /** What is ready at once, in units a second. */
  readonly warmRead: string;
  readonly warmWrite: string;
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
  /** An attribute that a search must name, and those that it may filter by: "city, price:N". */
  readonly searchPartition: string;
  readonly searchFilters: string;
  /** Of global indexes; without units those of the table. */
  readonly capacity: CapacityForm;
}

export interface TableForm {
  readonly name: string;
  readonly partition: KeyForm;
  readonly sort: KeyForm;
  readonly onDemand: boolean;
  readonly capacity: CapacityForm;
  readonly indexes: readonly IndexForm[];
  readonly stream: "" | "NEW_AND_OLD_IMAGES" | "NEW_IMAGE" | "OLD_IMAGE" | "KEYS_ONLY";
  readonly infrequent: boolean;
  readonly protection: boolean;
  /** Whose key the table is encrypted with; "" for DynamoDB's own. */
  readonly encryption: "" | "KMS";
  readonly encryptionKey: string;
  readonly resourcePolicy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** Settings that are made after the table is there. */
  readonly timeToLive: string;
  readonly recovery: boolean;
  readonly recoveryDays: string;
  /** Regions with a replica, separated by commas. */
  readonly replicas: string;
  readonly consistency: "EVENTUAL" | "STRONG";
  /** A region that only votes, with strong consistency; "" for none. */
  readonly witness: string;
  /** Of a global table over several accounts: the table that this one becomes a replica of. */
  readonly globalSource: string;
  readonly settingsReplication: "" | "ENABLED" | "DISABLED" | "ENABLED_WITH_OVERRIDES";
}

export const EMPTY_CAPACITY: CapacityForm = {
  read: "",
  write: "",
  maximumRead: "",
  maximumWrite: "",
  warmRead: "",
  warmWrite: "",
};

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
  searchPartition: "",
  searchFilters: "",
  capacity: EMPTY_CAPACITY,
};

export const EMPTY_TABLE: TableForm = {
  name: "",
  partition: EMPTY_KEY,
  sort: EMPTY_KEY,
  onDemand: true,
  capacity: { ...EMPTY_CAPACITY, read: "5", write: "5" },
  indexes: [],
  stream: "",
  infrequent: false,
  protection: false,
  encryption: "",
  encryptionKey: "",
  resourcePolicy: "",
  tags: [],
  timeToLive: "",
  recovery: false,
  recoveryDays: "",
  replicas: "",
  consistency: "EVENTUAL",
  witness: "",
  globalSource: "",
  settingsReplication: "",
};

type Input = Record<string, unknown>;

/** A call that follows when a table is there. */
export type Later = readonly [operation: string, input: Input];

/** The CreateTable request that makes the table. */
export function createInput(form: TableForm): Input {
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
    ...capacityInput(form.capacity, form.onDemand),
    ...(globals.length > 0 && {
      GlobalSecondaryIndexes: globals.map((index) => ({
        ...secondary(index),
        ...capacityInput(withUnits(index.capacity, form.capacity), form.onDemand),
      })),
    }),
    ...(locals.length > 0 && {
      LocalSecondaryIndexes: locals.map((index) => secondary({ ...index, partition: [form.partition] })),
    }),
    ...(vectors.length > 0 && { VectorIndexes: vectors.map(vectorIndex) }),
    ...(form.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: form.stream } }),
    ...(form.infrequent && { TableClass: "STANDARD_INFREQUENT_ACCESS" }),
    ...(form.protection && { DeletionProtectionEnabled: true }),
    ...(form.encryption && {
      SSESpecification: {
        Enabled: true,
        SSEType: form.encryption,
        ...(form.encryptionKey && { KMSMasterKeyId: form.encryptionKey }),
      },
    }),
    ...(form.resourcePolicy.trim() && { ResourcePolicy: form.resourcePolicy }),
    ...(form.globalSource && { GlobalTableSourceArn: form.globalSource }),
    ...(form.settingsReplication && { GlobalTableSettingsReplicationMode: form.settingsReplication }),
    ...(form.tags.length > 0 && { Tags: form.tags.map((tag) => ({ Key: tag.key, Value: tag.value })) }),
  };
}

/** What an index has unless it says so itself. */
function withUnits(own: CapacityForm, table: CapacityForm): CapacityForm {
  return { ...own, read: own.read || table.read, write: own.write || table.write };
}

/** The members of a table or index that say its capacity. */
export function capacityInput(capacity: CapacityForm, onDemand: boolean): Input {
  const pair = (member: string, read: string, first: string, write: string, second: string): Input =>
    read || write
      ? { [member]: { ...(read && { [first]: Number(read) }), ...(write && { [second]: Number(write) }) } }
      : {};
  const { read, write, maximumRead, maximumWrite, warmRead, warmWrite } = capacity;
  return {
    ...(onDemand
      ? pair("OnDemandThroughput", maximumRead, "MaxReadRequestUnits", maximumWrite, "MaxWriteRequestUnits")
      : pair("ProvisionedThroughput", read, "ReadCapacityUnits", write, "WriteCapacityUnits")),
    ...pair("WarmThroughput", warmRead, "ReadUnitsPerSecond", warmWrite, "WriteUnitsPerSecond"),
  };
}

/** The calls that give a table, once it is there, what CreateTable cannot. */
export function laterInputs(form: TableForm): readonly Later[] {
  const TableName = form.name;
  const regions = names(form.replicas);
  return [
    ...(form.timeToLive
      ? [
          [
            "UpdateTimeToLive",
            { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: form.timeToLive } },
          ] as const,
        ]
      : []),
    ...(form.recovery
      ? [
          [
            "UpdateContinuousBackups",
            {
              TableName,
              PointInTimeRecoverySpecification: {
                PointInTimeRecoveryEnabled: true,
                ...(form.recoveryDays && { RecoveryPeriodInDays: Number(form.recoveryDays) }),
              },
            },
          ] as const,
        ]
      : []),
    ...(regions.length > 0
      ? [
          [
            "UpdateTable",
            {
              TableName,
              ReplicaUpdates: regions.map((RegionName) => ({ Create: { RegionName } })),
              ...(form.consistency === "STRONG" && { MultiRegionConsistency: "STRONG" }),
              ...(form.consistency === "STRONG" &&
                form.witness && {
                  GlobalTableWitnessUpdates: [{ Create: { RegionName: form.witness.trim() } }],
                }),
            },
          ] as const,
        ]
      : []),
  ];
}

/** Names separated by commas. */
export function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Attributes with their types, as "city, price:N"; what has none is text. */
function typedNames(text: string): KeyForm[] {
  return names(text).map((word) => {
    const [, name = word, type = "S"] = /^(.*?)\s*:\s*([SNB])$/.exec(word) ?? [];
    return { name, type: type as KeyType };
  });
}

/** The attributes of a vector index whose types a table must define. */
export function searchKeys(index: IndexForm): KeyForm[] {
  return index.kind === "vector"
    ? [...typedNames(index.searchPartition), ...typedNames(index.searchFilters)]
    : [];
}

function indexKeys(index: IndexForm, partition: KeyForm): KeyForm[] {
  if (index.kind === "vector") {
    return searchKeys(index);
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
  const elements = (list: string, SearchSchemaElementType: string) =>
    typedNames(list).map(({ name }) => ({ AttributeName: name, SearchSchemaElementType }));
  const search = [
    ...elements(index.searchPartition, "HASH"),
    ...elements(index.searchFilters, "INLINE_FILTER"),
  ];
  return {
    IndexName: index.name,
    VectorAttribute: { AttributeName: index.attribute },
    Dimensions: Number(index.dimensions),
    DistanceFunction: index.distance,
    ...(search.length > 0 && { SearchSchema: search }),
    Projection: projection(index),
  };
}

function projection(index: IndexForm): Input {
  return {
    ProjectionType: index.projection,
    ...(index.projection === "INCLUDE" && { NonKeyAttributes: names(index.included) }),
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
      capacity: capacityOf(one),
    });
  return {
    ...EMPTY_TABLE,
    name,
    partition: keys(table.KeySchema, "HASH")[0] ?? EMPTY_KEY,
    sort: keys(table.KeySchema, "RANGE")[0] ?? EMPTY_KEY,
    onDemand: table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST",
    capacity: {
      ...capacityOf(table),
      read: String(table.ProvisionedThroughput.ReadCapacityUnits || 5),
      write: String(table.ProvisionedThroughput.WriteCapacityUnits || 5),
    },
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
          searchPartition: searched(one, "HASH", types),
          searchFilters: searched(one, "INLINE_FILTER", types),
          projection: one.Projection.ProjectionType,
          included: (one.Projection.NonKeyAttributes ?? []).join(", "),
        }),
      ),
    ],
    stream: (table.StreamSpecification?.StreamViewType ?? "") as TableForm["stream"],
    infrequent: table.TableClassSummary?.TableClass === "STANDARD_INFREQUENT_ACCESS",
    encryption: table.SSEDescription?.SSEType === "KMS" ? "KMS" : "",
    encryptionKey: table.SSEDescription?.KMSMasterKeyArn ?? "",
  };
}

/** What is warm by itself is not asked for again. */
export function capacityOf(one: {
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
}): CapacityForm {
  const text = (units: number | undefined) => (units && units > 0 ? String(units) : "");
  return {
    ...EMPTY_CAPACITY,
    read: text(one.ProvisionedThroughput?.ReadCapacityUnits),
    write: text(one.ProvisionedThroughput?.WriteCapacityUnits),
    maximumRead: text(one.OnDemandThroughput?.MaxReadRequestUnits),
    maximumWrite: text(one.OnDemandThroughput?.MaxWriteRequestUnits),
  };
}

function searched(
  index: VectorIndexDescription,
  element: string,
  types: ReadonlyMap<string, KeyType>,
): string {
  return (index.SearchSchema ?? [])
    .filter((one) => one.SearchSchemaElementType === element)
    .map(({ AttributeName: name }) => (types.get(name) === "S" ? name : `${name}:${types.get(name)}`))
    .join(", ");
}
