import type { AttributeValue, Item } from "../api/types.ts";
import { attribute, compareNumbers, typeOf } from "../items/attribute.ts";
import { cellText } from "../items/display.ts";

/** What an item is sorted by: kinds follow each other, numbers are compared as such, all else as text. */
interface SortKey {
  readonly row: number;
  readonly kind: string;
  readonly number: number;
  readonly text: string;
}

const RUN_ROWS = 1000;
const SLICE_MILLIS = 12;
const NOTHING = "~";

/**
 * The order of rows by one attribute: items without it last, numbers by value, the rest as text. Undefined if it was
 * given up. A merge sort that lets the page do other things in between: 100,000 rows take longer than a page may stand
 * still.
 */
export async function sortedRows(
  items: readonly Item[],
  name: string,
  descending: boolean,
  signal: AbortSignal,
): Promise<number[] | undefined> {
  const turns = new Turns(signal);
  const keys: SortKey[] = [];
  for (const [row, item] of items.entries()) {
    keys.push(sortKey(row, attribute(item, name)));
    if (row % RUN_ROWS === 0 && !(await turns.next())) {
      return undefined;
    }
  }
  const compare = (a: SortKey, b: SortKey) => order(a, b, descending) || a.row - b.row;
  let runs: SortKey[][] = [];
  for (let from = 0; from < keys.length; from += RUN_ROWS) {
    runs.push(keys.slice(from, from + RUN_ROWS).sort(compare));
    if (!(await turns.next())) {
      return undefined;
    }
  }
  while (runs.length > 1) {
    const merged: SortKey[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const both = await merge(runs[i] ?? [], runs[i + 1] ?? [], compare, turns);
      if (!both) {
        return undefined;
      }
      merged.push(both);
    }
    runs = merged;
  }
  return (runs[0] ?? []).map((key) => key.row);
}

async function merge(
  a: readonly SortKey[],
  b: readonly SortKey[],
  compare: (a: SortKey, b: SortKey) => number,
  turns: Turns,
): Promise<SortKey[] | undefined> {
  const all: SortKey[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x && (!y || compare(x, y) <= 0)) {
      all.push(x);
      i++;
    } else {
      all.push(y as SortKey);
      j++;
    }
    if (all.length % RUN_ROWS === 0 && !(await turns.next())) {
      return undefined;
    }
  }
  return all;
}

function sortKey(row: number, value: AttributeValue | undefined): SortKey {
  if (!value) {
    return { row, kind: NOTHING, number: 0, text: "" };
  }
  return "N" in value
    ? { row, kind: "N", number: Number(value.N), text: value.N }
    : { row, kind: typeOf(value), number: 0, text: cellText(value) };
}

function order(a: SortKey, b: SortKey, descending: boolean): number {
  if (a.kind === NOTHING || b.kind === NOTHING) {
    return (a.kind === NOTHING ? 1 : 0) - (b.kind === NOTHING ? 1 : 0);
  }
  const found =
    (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) ||
    a.number - b.number ||
    (a.kind === "N" ? compareNumbers(a.text, b.text) : a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  return descending ? -found : found;
}

/** Gives the page its turn when this work had its own for long enough. */
export class Turns {
  private since = performance.now();
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** Whether to go on. */
  async next(): Promise<boolean> {
    if (performance.now() - this.since > SLICE_MILLIS) {
      await new Promise((resolve) => setTimeout(resolve));
      this.since = performance.now();
    }
    return !this.signal.aborted;
  }
}
