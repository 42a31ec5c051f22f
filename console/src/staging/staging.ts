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

/** Stages that an item becomes another; undefined stands for none. A change of the key is a deletion and a new item. */
export function stage(place: Place, before: Item | undefined, after: Item | undefined): void {
  if (before && after && keyText(keyOf(before, place.keyNames)) !== keyText(keyOf(after, place.keyNames))) {
    stage(place, before, undefined);
    stage(place, undefined, after);
    return;
  }
  const key = keyOf((after ?? before) as Item, place.keyNames);
  const id = changeId(place, key);
  const known = changes.find((change) => change.id === id);
  const original = known ? known.before : before;
  const rest = changes.filter((change) => change.id !== id);
  const nothing = (!original && !after) || (original && after && equalItems(original, after));
  set(nothing ? rest : [...rest, { id, ...place, key, before: original, after }]);
}

export function stageAll(all: readonly Change[]): void {
  const ids = new Set(all.map((change) => change.id));
  set([...changes.filter((change) => !ids.has(change.id)), ...all]);
}

export function unstage(id: string): void {
  set(changes.filter((change) => change.id !== id));
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
  let after = change.after;
  if (after && current && change.before) {
    after = differences(change.before, change.after).reduce(
      (item, one) =>
        one.after ? withAttribute(item, one.name, one.after) : withoutAttribute(item, one.name),
      current,
    );
  }
  const { conflict: _, ...kept } = change;
  const done = (!after && !current) || (after && current && equalItems(after, current));
  set(
    done
      ? changes.filter((one) => one.id !== id)
      : changes.map((one) => (one.id === id ? { ...kept, before: current, after } : one)),
  );
}

/** What was committed leaves, and can be undone. */
export function settle(committed: readonly Change[]): void {
  const ids = new Set(committed.map((change) => change.id));
  undoable = committed.map(({ conflict: _, ...change }) => ({
    ...change,
    before: change.after,
    after: change.before,
  }));
  set(changes.filter((change) => !ids.has(change.id)));
}

export function stageUndo(): void {
  const reverse = undoable;
  undoable = [];
  stageAll(reverse);
}
