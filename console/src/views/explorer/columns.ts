import type { Item } from "../../api/types.ts";
import { attribute, compareNumbers, typeOf } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";

/** What a person chose to see of columns, kept for each table. */
export interface ColumnChoice {
  readonly hidden: readonly string[];
  readonly order: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly pinned: readonly string[];
}

export const NO_CHOICE: ColumnChoice = { hidden: [], order: [], widths: {}, pinned: [] };
export const COLUMNS_MAX = 60;
const WIDTH = 170;
const KEY_WIDTH = 220;

/** The names of all attributes: keys, then what was ordered, then the rest as it was found. */
export function attributeNames(
  items: readonly Item[],
  keys: readonly string[],
  order: readonly string[],
): string[] {
  const found = new Set(keys);
  for (const item of items) {
    for (const name of Object.keys(item)) {
      found.add(name);
    }
  }
  const ordered = order.filter((name) => found.has(name) && !keys.includes(name));
  return [
    ...keys,
    ...ordered,
    ...[...found].filter((name) => !keys.includes(name) && !ordered.includes(name)),
  ];
}

export function gridColumns(names: readonly string[], keys: readonly string[], choice: ColumnChoice) {
  const seen = names.filter((name) => !choice.hidden.includes(name)).slice(0, COLUMNS_MAX);
  const pinned = (name: string) => keys.includes(name) || choice.pinned.includes(name);
  return [...seen.filter(pinned), ...seen.filter((name) => !pinned(name))].map((name) => ({
    id: name,
    label: cellText({ S: name }),
    width: choice.widths[name] ?? (keys.includes(name) ? KEY_WIDTH : WIDTH),
    pinned: pinned(name),
  }));
}

/** The order of rows by one attribute: nothing last, numbers by value, the rest as text. */
export function sortedRows(items: readonly Item[], name: string, descending: boolean): number[] {
  const rows = items.map((_, i) => i);
  rows.sort((a, b) => {
    const [x, y] = [attribute(items[a] as Item, name), attribute(items[b] as Item, name)];
    if (!x || !y) {
      return (x ? 0 : 1) - (y ? 0 : 1);
    }
    const order =
      "N" in x && "N" in y
        ? compareNumbers(x.N, y.N)
        : typeOf(x).localeCompare(typeOf(y)) ||
          (cellText(x) < cellText(y) ? -1 : cellText(x) > cellText(y) ? 1 : 0);
    return descending ? -order : order;
  });
  return rows;
}

/** What stands before the first separator of a key names the kind of an item in single-table designs. */
export function entityOf(key: string): string | undefined {
  return /^([^#|]{1,40})[#|]/.exec(key)?.[1];
}

export function entityColour(entity: string): number {
  let hash = 7;
  for (const character of entity) {
    hash = (hash * 31 + character.charCodeAt(0)) % 6007;
  }
  return hash % 6;
}
