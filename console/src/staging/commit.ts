import { ApiError, call } from "../api/client.ts";
import type { Item } from "../api/types.ts";
import { Placeholders } from "../explore/filter.ts";
import { equalItems, itemBytes, keyText } from "../items/attribute.ts";
import { readItems } from "./reading.ts";
import { type Change, type Difference, differences, kindOf } from "./staging.ts";

/** TransactWriteItems takes no more. */
export const TRANSACTION_ITEMS_MAX = 100;
const TRANSACTION_BYTES_MAX = 3_500_000;
/** An expression takes 300 operators; each attribute that was seen is one or two. */
const CONDITIONS_MAX = 140;
const EXPRESSION_BYTES_MAX = 4096;

type Written = Record<string, unknown>;

/** One change as a part of a transaction, under the condition that nobody changed what was seen. */
export function transactItem(change: Change): Written {
  const readable = written(change, new Placeholders());
  return longest(readable) <= EXPRESSION_BYTES_MAX ? readable : written(change, new Placeholders(true));
}

function longest(item: Written): number {
  const [request] = Object.values(item) as Written[];
  const of = (name: string) => new TextEncoder().encode(String(request?.[name] ?? "")).length;
  return Math.max(of("ConditionExpression"), of("UpdateExpression"));
}

function written(change: Change, placeholders: Placeholders): Written {
  const { before, after } = change;
  const TableName = change.table;
  const finish = (ConditionExpression: string) => ({
    ConditionExpression,
    ...placeholders.members(),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  if (!before) {
    const condition = `attribute_not_exists(${placeholders.name(change.keyNames[0] as string)})`;
    return { Put: { TableName, Item: after, ...finish(condition) } };
  }
  if (!after) {
    return { Delete: { TableName, Key: change.key, ...finish(seen(change, before, placeholders)) } };
  }
  const changed = differences(before, after);
  if (changed.length > CONDITIONS_MAX) {
    return { Put: { TableName, Item: after, ...finish(seen(change, before, placeholders)) } };
  }
  return { Update: { TableName, Key: change.key, ...update(change, changed, placeholders, finish) } };
}

function update(
  change: Change,
  changed: readonly Difference[],
  placeholders: Placeholders,
  finish: (condition: string) => Written,
): Written {
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
  const parts = [
    set.length > 0 && `SET ${set.join(", ")}`,
    remove.length > 0 && `REMOVE ${remove.join(", ")}`,
  ];
  return { UpdateExpression: parts.filter(Boolean).join(" "), ...finish(conditions.join(" AND ")) };
}

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

/**
 * Whether a condition cannot say all that was seen: no condition says that an item has no further attributes, and none
 * can be as long as one likes. Such an item is read again right before it is written.
 */
function needsLook(change: Change): boolean {
  const kind = kindOf(change);
  return (
    kind === "deleted" ||
    (kind === "edited" && differences(change.before, change.after).length > CONDITIONS_MAX)
  );
}

/** Changes in parts that fit into a transaction each; a transaction is of one account and region. */
export function batches(changes: readonly Change[]): Change[][] {
  const result: Change[][] = [];
  const bySpace = new Map<string, Change[]>();
  for (const change of changes) {
    const space = `${change.namespace.account}/${change.namespace.region}`;
    const group = bySpace.get(space);
    group ? group.push(change) : bySpace.set(space, [change]);
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
      const moved = (await look(batch.filter(needsLook))).conflicts;
      if (moved.size > 0) {
        const error = new ApiError("Conflict", "Items are not as they were seen.", 400, {});
        return { applied, conflicts: moved, error, unknown: [] };
      }
    } catch (failure) {
      return { applied, conflicts: new Map(), error: asApiError(failure), unknown: [] };
    }
    try {
      await call(first.namespace, "TransactWriteItems", transaction(batch, tokenOf(batch)));
      tokens.clear();
    } catch (failure) {
      const error = asApiError(failure);
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

function asApiError(failure: unknown): ApiError {
  return failure instanceof ApiError ? failure : new ApiError("Error", String(failure), 400, {});
}

export function transaction(batch: readonly Change[], token?: string): Record<string, unknown> {
  return { TransactItems: batch.map(transactItem), ...(token && { ClientRequestToken: token }) };
}

/** What the database says about changes of which nobody knows whether they were applied. */
export interface Look {
  readonly applied: readonly Change[];
  readonly untouched: readonly Change[];
  /** Items that are neither what was seen nor what was wanted. */
  readonly conflicts: ReadonlyMap<string, Item | undefined>;
}

/** Reads the items of changes. Throws as long as the server does not answer. */
export async function look(changes: readonly Change[]): Promise<Look> {
  const applied: Change[] = [];
  const untouched: Change[] = [];
  const conflicts = new Map<string, Item | undefined>();
  for (const group of byTable(changes)) {
    const current = await readItems(
      group[0] as Change,
      group.map((change) => change.key),
    );
    for (const change of group) {
      const now = current.get(keyText(change.key));
      if (same(now, change.before)) {
        untouched.push(change);
      } else if (same(now, change.after)) {
        applied.push(change);
      } else {
        conflicts.set(change.id, now);
      }
    }
  }
  return { applied, untouched, conflicts };
}

function same(a: Item | undefined, b: Item | undefined): boolean {
  return a && b ? equalItems(a, b) : a === b;
}

function byTable(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const name = JSON.stringify([change.namespace.account, change.namespace.region, change.table]);
    const group = groups.get(name);
    group ? group.push(change) : groups.set(name, [change]);
  }
  return [...groups.values()];
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
