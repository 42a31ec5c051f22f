import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { AttributeValue, Item } from "../../api/types.ts";
import { useSettings } from "../../app/store.ts";
import { Collections, entityOf, type TreeNode, visibleNodes } from "../../explore/collections.ts";
import { formatNumber, t } from "../../i18n/t.ts";
import { Button } from "../../widgets/Controls.tsx";
import { entityColour } from "./columns.ts";

const OVERSCAN_ROWS = 8;

/** The loaded items by their item collections: partition keys, kinds of sort keys, items. Any number of them. */
export function CollectionTree(props: {
  readonly items: readonly Item[];
  readonly keyNames: readonly string[];
  readonly open: Item | undefined;
  readonly onOpen: (item: Item) => void;
  readonly onFollow: (value: AttributeValue) => void;
  readonly onClose: () => void;
}) {
  const { items, keyNames } = props;
  const { density } = useSettings();
  const height = density === "compact" ? 24 : 32;
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const collections = useMemo(() => new Collections(keyNames), [keyNames]);
  const nodes = useMemo(
    () => visibleNodes(collections.of(items), expanded, keyNames),
    [collections, items, expanded, keyNames],
  );
  const rows = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN_ROWS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => rows.measure(), [rows, height]);
  useEffect(() => scroller.current?.focus(), []);

  const active = Math.max(
    0,
    nodes.findIndex((node) => node.id === at),
  );
  const move = (row: number) => {
    const to = Math.max(0, Math.min(nodes.length - 1, row));
    setAt(nodes[to]?.id ?? "");
    rows.scrollToIndex(to);
  };
  const expand = (node: TreeNode, on: boolean) => {
    const next = new Set(expanded);
    on ? next.add(node.id) : next.delete(node.id);
    setExpanded(next);
  };
  const press = (node: TreeNode) =>
    node.item ? props.onOpen(node.item) : expand(node, !(node.expanded ?? false));
  const parentOf = (row: number) => {
    const level = nodes[row]?.level ?? 1;
    let up = row;
    while (up > 0 && (nodes[up]?.level ?? 1) >= level) up--;
    return up;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const node = nodes[active];
    if (event.ctrlKey || event.metaKey || event.altKey || !node) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: nodes.length - 1,
    };
    if (Object.hasOwn(moves, event.key)) {
      move(moves[event.key] ?? 0);
    } else if (event.key === "ArrowRight") {
      node.expanded === false ? expand(node, true) : node.item || move(active + 1);
    } else if (event.key === "ArrowLeft") {
      node.expanded ? expand(node, false) : move(parentOf(active));
    } else if (event.key === "Enter" || event.key === " ") {
      press(node);
    } else if (event.key === "f") {
      props.onFollow(node.collection.value);
    } else if (event.key === "Escape") {
      props.onClose();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className="collections" aria-label={t("Item collections")}>
      <header className="inspector-head">
        <h2>{t("{n} collection|{n} collections", { n: nodes.filter((node) => node.level === 1).length })}</h2>
        <Button look="icon" title={t("Close")} onPress={props.onClose}>
          ✕
        </Button>
      </header>
      <div
        ref={scroller}
        className="tree"
        role="tree"
        aria-label={t("Item collections")}
        aria-activedescendant={nodes.length > 0 ? `tree-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const node = nodes[index] as TreeNode;
            const entity =
              node.level === 1 ? entityOf(node.text) : node.level === 2 && !node.item ? node.text : "";
            return (
              // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys, for rows come and go
              <div
                key={node.id}
                id={`tree-${index}`}
                role="treeitem"
                aria-level={node.level}
                aria-expanded={node.expanded}
                aria-posinset={node.position}
                aria-setsize={node.siblings}
                aria-selected={node.item !== undefined && node.item === props.open}
                className={`tree-row level-${node.level}${index === active ? " active" : ""}`}
                style={{ transform: `translateY(${start}px)`, height }}
                onClick={() => {
                  setAt(node.id);
                  press(node);
                }}
              >
                <span aria-hidden="true" className="twist">
                  {node.expanded === undefined ? "" : node.expanded ? "▾" : "▸"}
                </span>
                {entity && <span className={`entity entity-${entityColour(entity)}`} aria-hidden="true" />}
                <span className="text isolate">{node.text || t("others")}</span>
                {!node.item && <span className="count">{formatNumber(node.count)}</span>}
                {node.level === 1 && (
                  <button
                    type="button"
                    className="follow"
                    tabIndex={-1}
                    aria-label={t("Query this value")}
                    onClick={(event) => {
                      event.stopPropagation();
                      props.onFollow(node.collection.value);
                    }}
                  >
                    →
                  </button>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
