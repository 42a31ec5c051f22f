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

/** The names of attributes: keys, then what was ordered, then the rest as it was found. */
export function orderedNames(
  found: ReadonlySet<string>,
  keys: readonly string[],
  order: readonly string[],
): string[] {
  const first = [...keys, ...order.filter((name) => found.has(name) && !keys.includes(name))];
  const known = new Set(first);
  return [...first, ...[...found].filter((name) => !known.has(name))];
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

export function entityColour(entity: string): number {
  let hash = 7;
  for (const character of entity) {
    hash = (hash * 31 + character.charCodeAt(0)) % 6007;
  }
  return hash % 6;
}
