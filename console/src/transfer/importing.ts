import { call, type Namespace } from "../api/client.ts";
import type { AttributeValue, Item, TableDescription } from "../api/types.ts";
import { attribute, ITEM_BYTES_MAX, itemBytes, typeOf } from "../items/attribute.ts";
import { checkedBinary, checkedNumber, looksTyped, plainItem, typedItem } from "../items/json.ts";
import { type JsonValue, parseJsonLines } from "../items/jsonText.ts";
import { parseCsv } from "./csv.ts";

/** How the columns of a CSV file become attributes. */
export interface ColumnMapping {
  readonly column: string;
  readonly attribute: string;
  readonly type: "S" | "N" | "B" | "BOOL" | "JSON" | "skip";
}

export interface Parsed {
  readonly items: readonly Item[];
  readonly problems: readonly string[];
}

const PROBLEMS_MAX = 100;

/** Whether a file is CSV rather than some kind of JSON. */
export function isCsv(name: string, text: string): boolean {
  return /\.csv$/i.test(name) || !/^\s*[[{]/.test(text);
}

export function csvMapping(text: string, table: TableDescription): ColumnMapping[] {
  const [head = [], ...rows] = parseCsv(text.slice(0, 200_000));
  return head.map((column, i) => {
    const key = table.AttributeDefinitions.find((one) => one.AttributeName === column);
    const values = rows
      .slice(0, 100)
      .map((row) => row[i] ?? "")
      .filter((value) => value !== "");
    const numbers = values.length > 0 && values.every((value) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value));
    const documents = values.length > 0 && values.every((value) => /^[[{]/.test(value));
    return {
      column,
      attribute: column,
      type: key?.AttributeType ?? (numbers ? "N" : documents ? "JSON" : "S"),
    };
  });
}

export function readCsv(text: string, mapping: readonly ColumnMapping[], table: TableDescription): Parsed {
  const [, ...rows] = parseCsv(text);
  return collect(
    rows.map(
      (row) => () =>
        Object.fromEntries(
          mapping.flatMap(({ attribute: name, type }, i) => {
            const value = row[i] ?? "";
            return type === "skip" || value === "" ? [] : [[name, csvValue(type, value)]];
          }),
        ),
    ),
    table,
  );
}

function csvValue(type: ColumnMapping["type"], text: string): AttributeValue {
  switch (type) {
    case "N":
      return { N: checkedNumber(text) };
    case "B":
      return { B: checkedBinary(text) };
    case "BOOL":
      return { BOOL: /^(true|1|yes)$/i.test(text) };
    case "JSON":
      return plainItem(new Map([["value", parseJsonLines(text)[0] as JsonValue]])).value as AttributeValue;
    default:
      return { S: text };
  }
}

/**
 * Items of any JSON that people have: a list or lines of items, plain or typed; {"Item": …} lines of AWS's exports; the
 * output of scan and query; the requests of batch-write-item.
 */
export function readJson(text: string, table: TableDescription): Parsed {
  return collect(
    parseJsonLines(text)
      .flatMap(unwrap)
      .map((json) => () => itemOf(json)),
    table,
  );
}

function unwrap(json: JsonValue): JsonValue[] {
  if (Array.isArray(json)) {
    return json.flatMap(unwrap);
  }
  if (!(json instanceof Map)) {
    return [json];
  }
  const items = json.get("Items");
  if (Array.isArray(items)) {
    return items.flatMap(unwrap);
  }
  const put = json.get("PutRequest");
  if (put instanceof Map) {
    return unwrap(put);
  }
  const item = json.get("Item");
  if (item instanceof Map && json.size === 1) {
    return [item];
  }
  const requests = json.get("RequestItems") ?? json;
  if (requests instanceof Map && requests.size > 0 && [...requests.values()].every(arePuts)) {
    return [...requests.values()].flatMap(unwrap);
  }
  return [json];
}

/** Whether this is what batch-write-item has for a table. */
function arePuts(json: JsonValue): boolean {
  return (
    Array.isArray(json) && json.length > 0 && json.every((one) => one instanceof Map && one.has("PutRequest"))
  );
}

function itemOf(json: JsonValue): Item {
  return looksTyped(json) ? typedItem(json) : plainItem(json);
}

function collect(makers: readonly (() => Item)[], table: TableDescription): Parsed {
  const items: Item[] = [];
  const problems: string[] = [];
  for (const [i, make] of makers.entries()) {
    try {
      const item = make();
      const problem = problemOf(item, table);
      if (problem) {
        throw new Error(problem);
      }
      items.push(item);
    } catch (failure) {
      if (problems.length < PROBLEMS_MAX) {
        problems.push(`${i + 1}: ${(failure as Error).message}`);
      }
    }
  }
  return { items, problems };
}

function problemOf(item: Item, table: TableDescription): string | undefined {
  for (const key of table.KeySchema) {
    const value = attribute(item, key.AttributeName);
    const type = table.AttributeDefinitions.find(
      (one) => one.AttributeName === key.AttributeName,
    )?.AttributeType;
    if (!value) {
      return `"${key.AttributeName}" is missing.`;
    }
    if (typeOf(value) !== type) {
      return `"${key.AttributeName}" is ${typeOf(value)}, the key is ${type}.`;
    }
  }
  return itemBytes(item) > ITEM_BYTES_MAX ? "The item is larger than 400 KB." : undefined;
}

const BATCH_ITEMS_MAX = 25;
const BATCH_BYTES_MAX = 4_000_000;
const RETRY_MILLIS = 200;

/** Writes items in batches. Of the same key, the last one stays, as the file has it. */
export async function writeItems(
  namespace: Namespace,
  table: string,
  items: readonly Item[],
  keyText: (item: Item) => string,
  progress: (written: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const last = [...new Map(items.map((item) => [keyText(item), item])).values()];
  let written = 0;
  while (written < last.length) {
    signal.throwIfAborted();
    let bytes = 0;
    const batch: Item[] = [];
    for (const item of last.slice(written, written + BATCH_ITEMS_MAX)) {
      bytes += itemBytes(item);
      if (batch.length > 0 && bytes > BATCH_BYTES_MAX) {
        break;
      }
      batch.push(item);
    }
    let left: unknown[] = batch.map((Item) => ({ PutRequest: { Item } }));
    while (left.length > 0) {
      const answer = await call<{ UnprocessedItems?: Record<string, unknown[]> }>(
        namespace,
        "BatchWriteItem",
        { RequestItems: { [table]: left } },
        { signal, quiet: written > 0 },
      );
      left = answer.UnprocessedItems?.[table] ?? [];
      if (left.length > 0) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
      }
    }
    written += batch.length;
    progress(written);
  }
}
