import { call, type Namespace } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";
import { describeTable } from "../../app/tables.ts";
import { equalItems, keyOf, keyText } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";

export const COMPARED_ITEMS_MAX = 20_000;
const CHANGES_MAX = 500;
const WAIT_MILLIS = 200;

/** What is different between two moments of a table. */
export interface Comparison {
  readonly changes: readonly {
    readonly key: string;
    readonly words: string;
    readonly before: Item | undefined;
    readonly after: Item | undefined;
  }[];
  readonly cut: boolean;
}

/** The name under which a moment can be browsed. */
export function momentTable(table: string, seconds: number): string {
  const stamp = new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(":", "");
  return `${table.slice(0, 220)}-at-${stamp}Z`;
}

/** Restores a moment into a new table and waits until it can be read. What is there already is used. */
export async function restoreTo(
  namespace: Namespace,
  table: string,
  target: string,
  seconds: number,
): Promise<void> {
  const input = { SourceTableName: table, TargetTableName: target, RestoreDateTime: seconds };
  try {
    await call(namespace, "RestoreTableToPointInTime", input);
  } catch (failure) {
    if ((failure as { type?: string }).type !== "TableAlreadyExistsException") {
      throw failure;
    }
  }
  while ((await describeTable(namespace, target)).TableStatus !== "ACTIVE") {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MILLIS));
  }
}

/** Restores a moment for as long as it takes to compare it with the table. */
export async function compareWithNow(
  namespace: Namespace,
  table: string,
  keys: readonly string[],
  seconds: number,
): Promise<Comparison> {
  const past = `${momentTable(table, seconds)}-compared`;
  await restoreTo(namespace, table, past, seconds);
  try {
    const [before, after] = await Promise.all([
      readItems(namespace, past, keys),
      readItems(namespace, table, keys),
    ]);
    const changes = [];
    for (const key of new Set([...before.items.keys(), ...after.items.keys()])) {
      const [old, now] = [before.items.get(key), after.items.get(key)];
      if ((!old || !now || !equalItems(old, now)) && changes.length < CHANGES_MAX) {
        const words = Object.values(keyOf((old ?? now) as Item, keys))
          .map(cellText)
          .join(" · ");
        changes.push({ key, words, before: old, after: now });
      }
    }
    return { changes, cut: before.cut || after.cut || changes.length === CHANGES_MAX };
  } finally {
    await call(namespace, "UpdateTable", { TableName: past, DeletionProtectionEnabled: false }).catch(
      () => {},
    );
    await call(namespace, "DeleteTable", { TableName: past });
  }
}

async function readItems(
  namespace: Namespace,
  table: string,
  keys: readonly string[],
): Promise<{ items: Map<string, Item>; cut: boolean }> {
  const items = new Map<string, Item>();
  let next: Item | undefined;
  do {
    const input = { TableName: table, ConsistentRead: true, ...(next && { ExclusiveStartKey: next }) };
    const page: { Items: Item[]; LastEvaluatedKey?: Item } = await call(namespace, "Scan", input);
    for (const item of page.Items) {
      items.set(keyText(keyOf(item, keys)), item);
    }
    next = page.LastEvaluatedKey;
  } while (next && items.size < COMPARED_ITEMS_MAX);
  return { items, cut: next !== undefined };
}
