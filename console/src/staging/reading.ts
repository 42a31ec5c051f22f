import { call, type Namespace } from "../api/client.ts";
import type { Item } from "../api/types.ts";
import { keyOf, keyText } from "../items/attribute.ts";
import type { Place } from "./staging.ts";

const BATCH_KEYS_MAX = 100;

export async function getItem(namespace: Namespace, table: string, key: Item): Promise<Item | undefined> {
  const input = { TableName: table, Key: key, ConsistentRead: true, ReturnConsumedCapacity: "TOTAL" };
  return (await call<{ Item?: Item }>(namespace, "GetItem", input)).Item;
}

/** The whole items of what may be parts of them. Items that are gone are left out. */
export async function wholeItems(place: Place, parts: readonly Item[]): Promise<Item[]> {
  const keys = parts.map((item) => keyOf(item, place.keyNames));
  const found = await readItems(place, keys);
  return keys.map((key) => found.get(keyText(key))).filter((item) => item !== undefined);
}

/** Items by the texts of their keys, as they are now. */
export async function readItems(place: Place, all: readonly Item[]): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for (let from = 0; from < all.length; from += BATCH_KEYS_MAX) {
    let keys: Item[] = all.slice(from, from + BATCH_KEYS_MAX);
    while (keys.length > 0) {
      const request = { RequestItems: { [place.table]: { Keys: keys, ConsistentRead: true } } };
      const answer = await call<BatchAnswer>(place.namespace, "BatchGetItem", request);
      for (const item of answer.Responses[place.table] ?? []) {
        found.set(keyText(keyOf(item, place.keyNames)), item);
      }
      keys = answer.UnprocessedKeys?.[place.table]?.Keys ?? [];
    }
  }
  return found;
}

interface BatchAnswer {
  readonly Responses: Record<string, Item[]>;
  readonly UnprocessedKeys?: Record<string, { Keys: Item[] }>;
}
