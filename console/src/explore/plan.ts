import type { KeyType, TableDescription } from "../api/types.ts";
import {
  type Condition,
  conditionExpression,
  EMPTY_CONDITION,
  filterExpression,
  OPERATORS,
  Placeholders,
  pathOf,
  readValue,
  VALUE_TYPES,
} from "./filter.ts";

/** What somebody asks of a table. Small and plain: it is also the link to it. */
export interface Question {
  readonly index: string;
  /** Values of the partition key's attributes, as typed. */
  readonly partition: readonly string[];
  /** Conditions on the sort key's attributes, in their order. */
  readonly sort: readonly Condition[];
  readonly groups: readonly (readonly Condition[])[];
  readonly descending: boolean;
  readonly projection: string;
  readonly consistent: boolean;
  readonly pageSize: number;
}

export const EMPTY_QUESTION: Question = {
  index: "",
  partition: [],
  sort: [],
  groups: [],
  descending: false,
  projection: "",
  consistent: false,
  pageSize: 100,
};

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** A table, or one of its indexes, as something to read from. */
export interface Source {
  readonly index: string;
  readonly global: boolean;
  readonly partition: readonly KeyAttribute[];
  readonly sort: readonly KeyAttribute[];
  readonly items: number;
  readonly bytes: number;
}

export function sources(table: TableDescription): Source[] {
  const types = new Map(table.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const source = (
    index: string,
    global: boolean,
    keys: TableDescription["KeySchema"],
    items = 0,
    bytes = 0,
  ): Source => {
    const of = (kind: string) =>
      keys
        .filter((key) => key.KeyType === kind)
        .map((key) => ({ name: key.AttributeName, type: types.get(key.AttributeName) ?? "S" }));
    return { index, global, partition: of("HASH"), sort: of("RANGE"), items, bytes };
  };
  return [
    source("", false, table.KeySchema, table.ItemCount, table.TableSizeBytes),
    ...(table.GlobalSecondaryIndexes ?? []).map((one) =>
      source(one.IndexName, true, one.KeySchema, one.ItemCount, one.IndexSizeBytes),
    ),
    ...(table.LocalSecondaryIndexes ?? []).map((one) =>
      source(one.IndexName, false, one.KeySchema, one.ItemCount, one.IndexSizeBytes),
    ),
  ];
}

/** What will be done, before it is done. */
export interface Plan {
  readonly operation: "Query" | "Scan";
  readonly input: Record<string, unknown>;
  /** Whether items are read, and paid for, that the filter then drops. */
  readonly filtered: boolean;
  /** What reading all of a scan would cost, in read units. */
  readonly unitsOfAll: number;
  readonly source: Source;
}

const UNIT_BYTES = 4096;

/** Throws an error with a readable message if a value cannot be what it should be. */
export function plan(table: TableDescription, question: Question): Plan {
  const all = sources(table);
  const source = all.find((one) => one.index === question.index) ?? (all[0] as Source);
  const placeholders = new Placeholders();
  const keys = keyCondition(source, question, placeholders);
  const filter = filterExpression(keys ? question.groups : groupsOfScan(source, question), placeholders);
  const projection = projectionExpression(table, question.projection, placeholders);
  const consistent = question.consistent && !source.global;
  return {
    operation: keys ? "Query" : "Scan",
    input: {
      TableName: table.TableName,
      ...(source.index !== "" && { IndexName: source.index }),
      ...(keys && { KeyConditionExpression: keys }),
      ...(filter && { FilterExpression: filter }),
      ...(projection && { ProjectionExpression: projection }),
      ...placeholders.members(),
      ...(keys && question.descending && { ScanIndexForward: false }),
      ...(consistent && { ConsistentRead: true }),
      ...(question.pageSize > 0 && { Limit: question.pageSize }),
      ReturnConsumedCapacity: "TOTAL",
    },
    filtered: filter !== "",
    unitsOfAll: Math.ceil(source.bytes / UNIT_BYTES) * (consistent ? 1 : 0.5),
    source,
  };
}

function keyCondition(source: Source, question: Question, placeholders: Placeholders): string {
  const given = source.partition.every((_, i) => (question.partition[i] ?? "") !== "");
  if (!given) {
    return "";
  }
  const parts = source.partition.map(
    (key, i) =>
      `${placeholders.name(key.name)} = ${placeholders.value(readValue(key.type, question.partition[i] ?? ""))}`,
  );
  for (const condition of usedSort(source, question)) {
    parts.push(conditionExpression(condition, placeholders));
  }
  return parts.join(" AND ");
}

/** Sort conditions count from the left, as long as the one before is an equality. */
function usedSort(source: Source, question: Question): Condition[] {
  const used: Condition[] = [];
  for (const [i, key] of source.sort.entries()) {
    const condition = question.sort[i];
    if (!condition || condition.value === "") {
      break;
    }
    used.push({ ...condition, path: pathOf(key.name), type: key.type });
    if (condition.operator !== "=") {
      break;
    }
  }
  return used;
}

/** Without a whole partition key, what is given of keys becomes part of the filter. */
function groupsOfScan(source: Source, question: Question): Condition[][] {
  const keys: Condition[] = [
    ...source.partition.flatMap((key, i): Condition[] => {
      const value = question.partition[i] ?? "";
      return value === ""
        ? []
        : [{ path: pathOf(key.name), operator: "=", type: key.type, value, upper: "" }];
    }),
    ...usedSort(source, question),
  ];
  const groups = question.groups.length > 0 ? question.groups : [[]];
  return groups.map((group) => [...keys, ...group]);
}

function projectionExpression(
  table: TableDescription,
  projection: string,
  placeholders: Placeholders,
): string {
  const paths = projection
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path !== "");
  if (paths.length === 0) {
    return "";
  }
  const keys = table.KeySchema.map((key) => pathOf(key.AttributeName)).filter(
    (name) => !paths.includes(name),
  );
  return [...keys, ...paths].map((path) => placeholders.path(path)).join(", ");
}

/** A question as part of a link, and back. What is empty is left out. */
export function toParameters(question: Question): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string, empty = "") => {
    if (value !== empty) {
      parameters.set(name, value);
    }
  };
  set("index", question.index);
  for (const value of question.partition) {
    parameters.append("pk", value);
  }
  set("sort", JSON.stringify(question.sort), "[]");
  set("filter", JSON.stringify(question.groups), "[]");
  set("order", question.descending ? "desc" : "");
  set("projection", question.projection);
  set("consistent", question.consistent ? "1" : "");
  set("page", String(question.pageSize), String(EMPTY_QUESTION.pageSize));
  return parameters;
}

export function fromParameters(parameters: URLSearchParams): Question {
  return {
    index: parameters.get("index") ?? "",
    partition: parameters.getAll("pk"),
    sort: conditions(parsed(parameters.get("sort"))),
    groups: parsed(parameters.get("filter"))
      .map(conditions)
      .filter((group) => group.length > 0),
    descending: parameters.get("order") === "desc",
    projection: parameters.get("projection") ?? "",
    consistent: parameters.get("consistent") === "1",
    pageSize: pageSizeOf(parameters.get("page")),
  };
}

const PAGE_ITEMS_MAX = 1000;

function pageSizeOf(text: string | null): number {
  const size = Number(text ?? "");
  return Number.isInteger(size) && size > 0 && size <= PAGE_ITEMS_MAX ? size : EMPTY_QUESTION.pageSize;
}

/** What of a link are conditions. Anybody can write a link. */
function conditions(list: unknown): Condition[] {
  return Array.isArray(list) ? list.map(conditionOf).filter((one) => one !== undefined) : [];
}

function conditionOf(json: unknown): Condition | undefined {
  if (typeof json !== "object" || json === null) {
    return undefined;
  }
  const { path, operator, type, value, upper } = json as Record<string, unknown>;
  const text = (one: unknown) => (typeof one === "string" ? one : "");
  return {
    path: text(path),
    operator: OPERATORS.find((one) => one === operator) ?? EMPTY_CONDITION.operator,
    type: VALUE_TYPES.find((one) => one === type) ?? EMPTY_CONDITION.type,
    value: text(value),
    upper: text(upper),
  };
}

function parsed(text: string | null): unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
