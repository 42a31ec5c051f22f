import type { Namespace } from "../api/client.ts";
import type { AttributeValue, Item } from "../api/types.ts";
import {
  attribute,
  equal,
  equalItems,
  keyOf,
  keyText,
  withAttribute,
  withoutAttribute,
} from "../items/attribute.ts";

/** A change that waits. Without an image before, the item is new; without one after, it is deleted. */
export interface Change {
  readonly id: string;
  readonly namespace: Namespace;
  readonly table: string;
  readonly keyNames: readonly string[];
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** What stands in the database now, if that is not what was seen. */
  readonly conflict?: { readonly current: Item | undefined };
}

export type ChangeKind = "new" | "edited" | "deleted";

export function kindOf(change: Change): ChangeKind {
  return change.before === undefined ? "new" : change.after === undefined ? "deleted" : "edited";
}

/** One attribute's difference. */
export interface Difference {
  readonly name: string;
  readonly before: AttributeValue | undefined;
  readonly after: AttributeValue | undefined;
}

export function differences(before: Item | undefined, after: Item | undefined): Difference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({
      name,
      before: before && attribute(before, name),
      after: after && attribute(after, name),
    }))
    .filter((one) => !equal(one.before, one.after));
}

let changes: readonly Change[] = [];
let undoable: readonly Change[] = [];
const listeners = new Set<() => void>();

export function stagedChanges(): readonly Change[] {
  return changes;
}

/** What would take the last commit back. */
export function undoableChanges(): readonly Change[] {
  return undoable;
}

export function onStaging(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: readonly Change[]): void {
  changes = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Where a change belongs. */
export interface Place {
  readonly namespace: Namespace;
  readonly table: string;
  readonly keyNames: readonly string[];
}

export function changeId(place: Place, key: Item): string {
  return JSON.stringify([place.namespace.account, place.namespace.region, place.table, keyText(key)]);
}

/** Stages that an item becomes another; undefined stands for none. */
export function stage(place: Place, before: Item | undefined, after: Item | undefined): void {
  stageMany(place, [[before, after]]);
}

/** Stages many at once. A change of a key is a deletion and a new item. */
export function stageMany(
  place: Place,
  pairs: readonly (readonly [Item | undefined, Item | undefined])[],
): void {
  const next = new Map(changes.map((change) => [change.id, change]));
  const put = (before: Item | undefined, after: Item | undefined) => {
    const key = keyOf((after ?? before) as Item, place.keyNames);
    const id = changeId(place, key);
    const known = next.get(id);
    const original = known ? known.before : before;
    next.delete(id); // what was staged last stands last
    if (!isNothing({ before: original, after })) {
      next.set(id, { id, ...place, key, before: original, after });
    }
  };
  for (const [before, after] of pairs) {
    const moved =
      before && after && keyText(keyOf(before, place.keyNames)) !== keyText(keyOf(after, place.keyNames));
    if (moved) {
      put(before, undefined);
      put(undefined, after);
    } else {
      put(before, after);
    }
  }
  set([...next.values()]);
}

export function unstage(...ids: readonly string[]): void {
  const gone = new Set(ids);
  set(changes.filter((change) => !gone.has(change.id)));
}

export function unstageLast(): void {
  set(changes.slice(0, -1));
}

export function discardAll(): void {
  set([]);
}

/** Takes back one attribute of a change. */
export function revertAttribute(id: string, name: string): void {
  const change = changes.find((one) => one.id === id);
  if (!change?.before || !change.after) {
    return;
  }
  const old = attribute(change.before, name);
  const after = old ? withAttribute(change.after, name, old) : withoutAttribute(change.after, name);
  set(
    equalItems(change.before, after)
      ? changes.filter((one) => one.id !== id)
      : changes.map((one) => (one.id === id ? { ...one, after } : one)),
  );
}

export function markConflicts(found: ReadonlyMap<string, Item | undefined>): void {
  set(changes.map((one) => (found.has(one.id) ? { ...one, conflict: { current: found.get(one.id) } } : one)));
}

/** Keeps the change, on top of what stands in the database now: only what was changed here is changed there. */
export function rebase(id: string): void {
  const change = changes.find((one) => one.id === id);
  if (!change?.conflict) {
    return;
  }
  const { current } = change.conflict;
  const { conflict: _, ...kept } = change;
  const after = change.after && current && change.before ? changed(current, change) : change.after;
  const next = { ...kept, before: current, after };
  set(
    isNothing(next)
      ? changes.filter((one) => one.id !== id)
      : changes.map((one) => (one.id === id ? next : one)),
  );
}

/**
 * What was committed leaves, and can be undone. A change that became another one while it was committed stays, on top of
 * what was committed.
 */
export function settle(committed: readonly Change[], addToUndo = false): void {
  const done = new Map(committed.map((change) => [change.id, change]));
  const reverse = committed.map(({ conflict: _, ...change }) => ({
    ...change,
    before: change.after,
    after: change.before,
  }));
  undoable = addToUndo ? [...undoable, ...reverse] : reverse;
  set(
    changes.flatMap((change) => {
      const was = done.get(change.id);
      return !was ? [change] : isSame(change.after, was.after) ? [] : [{ ...change, before: was.after }];
    }),
  );
}

/** Stages the reverse of the last commit. What waits for the same item stays, without what is taken back. */
export function stageUndo(): void {
  const reverse = undoable;
  undoable = [];
  const waiting = new Map(changes.map((change) => [change.id, change]));
  const ids = new Set(reverse.map((change) => change.id));
  const merged = reverse.map((change): Change => {
    const other = waiting.get(change.id);
    const both = other?.after && change.before && change.after;
    return both ? { ...other, after: changed(other.after as Item, change) } : (other ?? change);
  });
  set([...changes.filter((change) => !ids.has(change.id)), ...merged.filter((one) => !isNothing(one))]);
}

/** An item with what a change changes. */
function changed(item: Item, change: Pick<Change, "before" | "after">): Item {
  return differences(change.before, change.after).reduce(
    (all, one) => (one.after ? withAttribute(all, one.name, one.after) : withoutAttribute(all, one.name)),
    item,
  );
}

function isSame(a: Item | undefined, b: Item | undefined): boolean {
  return a && b ? equalItems(a, b) : a === b;
}

function isNothing({ before, after }: Pick<Change, "before" | "after">): boolean {
  return isSame(before, after);
}
