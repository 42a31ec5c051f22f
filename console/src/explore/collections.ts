import type { AttributeValue, Item } from "../api/types.ts";
import { attribute } from "../items/attribute.ts";
import { cellText } from "../items/display.ts";

/** What stands before the first separator of a key names the kind of an item in single-table designs. */
export function entityOf(key: string): string | undefined {
  return /^([^#|]{1,40})[#|]/.exec(key)?.[1];
}

/** The items of one value of the partition key, by the kinds of their sort keys. */
export interface Collection {
  readonly text: string;
  readonly value: AttributeValue;
  count: number;
  readonly kinds: Map<string, Item[]>;
}

/** The item collections of what was loaded. Of items that were added to others, only the new ones are looked at. */
export class Collections {
  private readonly byKey = new Map<string, Collection>();
  private seen: readonly Item[] = [];
  private readonly partition: string;
  private readonly sort: string | undefined;

  constructor(keyNames: readonly string[]) {
    this.partition = keyNames[0] ?? "";
    this.sort = keyNames[1];
  }

  of(items: readonly Item[]): Collection[] {
    const grown = items.length >= this.seen.length && items[0] === this.seen[0];
    if (!grown || items[this.seen.length - 1] !== this.seen.at(-1)) {
      this.byKey.clear();
      this.seen = [];
    }
    for (let i = this.seen.length; i < items.length; i++) {
      this.add(items[i] as Item);
    }
    this.seen = items;
    return [...this.byKey.values()];
  }

  private add(item: Item): void {
    const value = attribute(item, this.partition);
    if (!value) {
      return;
    }
    const key = JSON.stringify(value);
    let collection = this.byKey.get(key);
    if (!collection) {
      collection = { text: cellText(value), value, count: 0, kinds: new Map() };
      this.byKey.set(key, collection);
    }
    const sort = this.sort === undefined ? undefined : attribute(item, this.sort);
    const kind = (sort && "S" in sort && entityOf(sort.S)) || "";
    const items = collection.kinds.get(kind);
    items ? items.push(item) : collection.kinds.set(kind, [item]);
    collection.count++;
  }
}

/** One line of the tree. */
export interface TreeNode {
  readonly id: string;
  readonly level: 1 | 2 | 3;
  readonly text: string;
  readonly count: number;
  /** Absent for an item, which has nothing below it. */
  readonly expanded: boolean | undefined;
  readonly position: number;
  readonly siblings: number;
  readonly collection: Collection;
  readonly item: Item | undefined;
}

/** The lines that are seen when some are expanded. Kinds are shown only where a collection has several. */
export function visibleNodes(
  collections: readonly Collection[],
  expanded: ReadonlySet<string>,
  keyNames: readonly string[],
): TreeNode[] {
  const nodes: TreeNode[] = [];
  const sort = keyNames[1] ?? keyNames[0] ?? "";
  const leaves = (collection: Collection, items: readonly Item[], level: 2 | 3, parent: string) =>
    items.forEach((item, i) => {
      const value = attribute(item, sort);
      nodes.push({
        id: `${parent}/${i}`,
        level,
        text: value ? cellText(value) : "",
        count: 0,
        expanded: undefined,
        position: i + 1,
        siblings: items.length,
        collection,
        item,
      });
    });
  collections.forEach((collection, at) => {
    const id = JSON.stringify(collection.value);
    const open = expanded.has(id);
    nodes.push({
      id,
      level: 1,
      text: collection.text,
      count: collection.count,
      expanded: open,
      position: at + 1,
      siblings: collections.length,
      collection,
      item: undefined,
    });
    if (!open) {
      return;
    }
    const kinds = [...collection.kinds];
    if (kinds.length === 1) {
      leaves(collection, kinds[0]?.[1] ?? [], 2, id);
      return;
    }
    kinds.forEach(([kind, items], i) => {
      const inner = `${id}/${kind}`;
      nodes.push({
        id: inner,
        level: 2,
        text: kind,
        count: items.length,
        expanded: expanded.has(inner),
        position: i + 1,
        siblings: kinds.length,
        collection,
        item: undefined,
      });
      if (expanded.has(inner)) {
        leaves(collection, items, 3, inner);
      }
    });
  });
  return nodes;
}
