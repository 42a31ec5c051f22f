import { call, type Namespace } from "../api/client.ts";
import type { Item } from "../api/types.ts";
import { keyOf, keyText } from "../items/attribute.ts";
import type { Place } from "../staging/staging.ts";

const BATCH_KEYS_MAX = 100;

export async function getItem(namespace: Namespace, table: string, key: Item): Promise<Item | undefined> {
  const input = { TableName: table, Key: key, ConsistentRead: true, ReturnConsumedCapacity: "TOTAL" };
  return (await call<{ Item?: Item }>(namespace, "GetItem", input)).Item;
}

/** The whole items of what may be parts of them. Items that are gone are left out. */
export async function wholeItems(place: Place, parts: readonly Item[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let from = 0; from < parts.length; from += BATCH_KEYS_MAX) {
    let keys: Item[] = parts.slice(from, from + BATCH_KEYS_MAX).map((item) => keyOf(item, place.keyNames));
    while (keys.length > 0) {
      const request = { RequestItems: { [place.table]: { Keys: keys, ConsistentRead: true } } };
      const answer = await call<BatchAnswer>(place.namespace, "BatchGetItem", request);
      for (const item of answer.Responses[place.table] ?? []) {
        found.set(keyText(keyOf(item, place.keyNames)), item);
      }
      keys = answer.UnprocessedKeys?.[place.table]?.Keys ?? [];
    }
  }
  return parts
    .map((item) => found.get(keyText(keyOf(item, place.keyNames))))
    .filter((item) => item !== undefined);
}

interface BatchAnswer {
  readonly Responses: Record<string, Item[]>;
  readonly UnprocessedKeys?: Record<string, { Keys: Item[] }>;
}
