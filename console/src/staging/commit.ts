import { ApiError, call } from "../api/client.ts";
import type { Item } from "../api/types.ts";
import { Placeholders } from "../explore/filter.ts";
import { itemBytes } from "../items/attribute.ts";
import { type Change, differences } from "./staging.ts";

/** TransactWriteItems takes no more. */
export const TRANSACTION_ITEMS_MAX = 100;
const TRANSACTION_BYTES_MAX = 3_500_000;
/** An expression takes 300 operators; each attribute that was seen is one or two. */
const CONDITIONS_MAX = 140;

/** One change as a part of a transaction, under the condition that nobody changed what was seen. */
export function transactItem(change: Change): Record<string, unknown> {
  const placeholders = new Placeholders();
  const { before, after } = change;
  if (!before && after) {
    const condition = `attribute_not_exists(${placeholders.name(change.keyNames[0] as string)})`;
    return {
      Put: {
        TableName: change.table,
        Item: after,
        ConditionExpression: condition,
        ...placeholders.members(),
        ...OLD,
      },
    };
  }
  if (before && !after) {
    const condition = seen(change, before, placeholders);
    return {
      Delete: {
        TableName: change.table,
        Key: change.key,
        ConditionExpression: condition,
        ...placeholders.members(),
        ...OLD,
      },
    };
  }
  const changed = differences(before, after);
  const conditions = [`attribute_exists(${placeholders.name(change.keyNames[0] as string)})`];
  const set: string[] = [];
  const remove: string[] = [];
  for (const { name, before: old, after: wanted } of changed) {
    const path = placeholders.name(name);
    conditions.push(old ? `${path} = ${placeholders.value(old)}` : `attribute_not_exists(${path})`);
    if (wanted) {
      set.push(`${path} = ${placeholders.value(wanted)}`);
    } else {
      remove.push(path);
    }
  }
  const update = [
    set.length > 0 && `SET ${set.join(", ")}`,
    remove.length > 0 && `REMOVE ${remove.join(", ")}`,
  ];
  return {
    Update: {
      TableName: change.table,
      Key: change.key,
      UpdateExpression: update.filter(Boolean).join(" "),
      ConditionExpression: conditions.join(" AND "),
      ...placeholders.members(),
      ...OLD,
    },
  };
}

const OLD = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" };

/** That an item still is what was seen of it. */
function seen(change: Change, before: Item, placeholders: Placeholders): string {
  const others = Object.entries(before).filter(([name]) => !change.keyNames.includes(name));
  return [
    `attribute_exists(${placeholders.name(change.keyNames[0] as string)})`,
    ...others
      .slice(0, CONDITIONS_MAX)
      .map(([name, value]) => `${placeholders.name(name)} = ${placeholders.value(value)}`),
  ].join(" AND ");
}

/** Changes in parts that fit into a transaction each; a transaction is of one account and region. */
export function batches(changes: readonly Change[]): Change[][] {
  const result: Change[][] = [];
  const bySpace = new Map<string, Change[]>();
  for (const change of changes) {
    const space = `${change.namespace.account}/${change.namespace.region}`;
    bySpace.set(space, [...(bySpace.get(space) ?? []), change]);
  }
  for (const group of bySpace.values()) {
    let batch: Change[] = [];
    let bytes = 0;
    for (const change of group) {
      const size = itemBytes(change.before ?? {}) + itemBytes(change.after ?? {});
      if (
        batch.length > 0 &&
        (batch.length === TRANSACTION_ITEMS_MAX || bytes + size > TRANSACTION_BYTES_MAX)
      ) {
        result.push(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(change);
      bytes += size;
    }
    result.push(batch);
  }
  return result;
}

/** What became of a commit. */
export interface Outcome {
  readonly applied: readonly Change[];
  /** Changes whose item is not as it was seen, with what stands there now. */
  readonly conflicts: ReadonlyMap<string, Item | undefined>;
  readonly error?: ApiError;
  /** Of these nobody knows. Committing again is safe: the token makes the server answer what it did. */
  readonly unknown: readonly Change[];
}

const tokens = new Map<string, string>();

/** The same changes have the same token until they got an answer, so that they are applied once. */
function tokenOf(batch: readonly Change[]): string {
  const text = JSON.stringify(batch.map((change) => [change.id, change.before, change.after]));
  const token = tokens.get(text) ?? randomToken();
  tokens.set(text, token);
  return token;
}

function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Commits batch after batch and stops at the first that fails. */
export async function commit(changes: readonly Change[], progress: (done: number) => void): Promise<Outcome> {
  const applied: Change[] = [];
  for (const batch of batches(changes)) {
    const first = batch[0] as Change;
    try {
      await call(first.namespace, "TransactWriteItems", transaction(batch, tokenOf(batch)));
      tokens.clear();
    } catch (failure) {
      const error = failure instanceof ApiError ? failure : new ApiError("Error", String(failure), 400, {});
      if (!error.unknown) {
        tokens.clear();
      }
      return { applied, conflicts: conflictsOf(batch, error), error, unknown: error.unknown ? batch : [] };
    }
    applied.push(...batch);
    progress(applied.length);
  }
  return { applied, conflicts: new Map(), unknown: [] };
}

export function transaction(batch: readonly Change[], token?: string): Record<string, unknown> {
  return { TransactItems: batch.map(transactItem), ...(token && { ClientRequestToken: token }) };
}

interface Reason {
  Code: string;
  Item?: Item;
}

function conflictsOf(batch: readonly Change[], error: ApiError): Map<string, Item | undefined> {
  const reasons = (error.body.CancellationReasons ?? []) as Reason[];
  const found = new Map<string, Item | undefined>();
  for (const [i, reason] of reasons.entries()) {
    const change = batch[i];
    if (change && reason.Code === "ConditionalCheckFailed") {
      found.set(change.id, reason.Item);
    }
  }
  return found;
}
