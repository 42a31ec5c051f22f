import { useEffect, useMemo, useRef, useState } from "react";
import type { Item } from "../../api/types.ts";
import { sortedRows } from "../../explore/sorting.ts";
import { type Change, kindOf, type Place } from "../../staging/staging.ts";

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** The items of a grid: what was loaded, what is new and waits before it, in the order that somebody chose. */
export function useRows(
  items: readonly Item[],
  place: Place | undefined,
  staged: readonly Change[],
  sort: Sort | undefined,
) {
  const shown = useMemo(() => withNewItems(items, place, staged), [items, place, staged]);
  const [sorted, setSorted] = useState<{ of: readonly Item[]; sort: Sort; rows: readonly number[] }>();
  useEffect(() => {
    if (!sort) {
      return undefined;
    }
    const abort = new AbortController();
    sortedRows(shown, sort.column, sort.descending, abort.signal).then(
      (rows) => rows && setSorted({ of: shown, sort, rows }),
    );
    return () => abort.abort();
  }, [shown, sort]);
  const order = sort && sorted?.of === shown && sorted.sort === sort ? sorted.rows : undefined;
  return {
    shown,
    sorting: sort !== undefined && !order && shown.length > 0,
    itemAt: (row: number): Item => shown[order?.[row] ?? row] as Item,
  };
}

/** New items that wait and are not among what was loaded come first. */
function withNewItems(
  items: readonly Item[],
  place: Place | undefined,
  staged: readonly Change[],
): readonly Item[] {
  if (!place) {
    return items;
  }
  const fresh = staged.filter(
    (change) =>
      change.table === place.table &&
      change.namespace.account === place.namespace.account &&
      change.namespace.region === place.namespace.region &&
      kindOf(change) === "new",
  );
  return fresh.length > 0 ? [...fresh.map((change) => change.after as Item), ...items] : items;
}

/** The names of all attributes. Of items that were added to others, only the new ones are looked at. */
export function useFoundNames(items: readonly Item[]): ReadonlySet<string> {
  const known = useRef<{ items: readonly Item[]; names: ReadonlySet<string> }>({
    items: [],
    names: new Set(),
  });
  return useMemo(() => {
    const { items: before, names } = known.current;
    const longer = before.length > 0 && before.every((item, i) => items[i] === item);
    const found = new Set(longer ? names : []);
    for (let i = longer ? before.length : 0; i < items.length; i++) {
      for (const name of Object.keys(items[i] as Item)) {
        found.add(name);
      }
    }
    const same = longer && found.size === names.size;
    known.current = { items, names: same ? names : found };
    return known.current.names;
  }, [items]);
}

/** Items that are selected. They are kept as such, not as rows: rows change with the order. */
export function useSelection(shown: readonly Item[]) {
  const [chosen, setChosen] = useState<ReadonlySet<Item>>(new Set());
  const selected = useMemo(
    () => (chosen.size === 0 ? chosen : new Set(shown.filter((item) => chosen.has(item)))),
    [chosen, shown],
  );
  return {
    selected,
    toggle: (item: Item) => {
      const next = new Set(selected);
      if (!next.delete(item)) {
        next.add(item);
      }
      setChosen(next);
    },
    all: (on: boolean) => setChosen(new Set(on ? shown : [])),
  };
}
