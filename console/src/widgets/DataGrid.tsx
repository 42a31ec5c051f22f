import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { t } from "../i18n/t.ts";
import { Check } from "./Controls.tsx";

export interface Column {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly pinned?: boolean;
}

/** Cells of a rectangle: rows and columns from … to, both included. */
export interface Range {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

export interface DataGridProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly rowHeight: number;
  readonly cell: (row: number, column: Column) => ReactNode;
  readonly rowClass?: (row: number) => string;
  /** Which rows are selected, if rows can be. The grid does not know what is in them, so it does not keep that. */
  readonly selection?: {
    readonly has: (row: number) => boolean;
    readonly count: number;
    readonly toggle: (row: number) => void;
    readonly all: (on: boolean) => void;
  };
  readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
  readonly onSort?: (column: string) => void;
  readonly onOpen?: (row: number) => void;
  /** Whether the order is being found. */
  readonly isBusy?: boolean;
  readonly onResize?: (column: string, width: number) => void;
  /** What other keys do; true if it was for the grid. */
  readonly onKey?: (event: KeyboardEvent, row: number, range: Range) => boolean;
}

const SELECT_WIDTH = 34;
const OVERSCAN_ROWS = 8;

/**
 * A grid of any number of rows, of which only those that are seen exist. The grid itself has the focus and says by
 * aria-activedescendant which cell is meant: rows that come and go while somebody scrolls cannot take the focus along.
 */
export function DataGrid(props: DataGridProps) {
  const { columns, rowCount, rowHeight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeCell, setActive] = useState({ row: 0, column: 0 });
  const [anchorCell, setAnchor] = useState({ row: 0, column: 0 });
  // There may be fewer rows now than when a cell became the active one.
  const inside = (cell: { row: number; column: number }) => ({
    row: Math.max(0, Math.min(rowCount - 1, cell.row)),
    column: Math.max(0, Math.min(columns.length - 1, cell.column)),
  });
  const active = inside(activeCell);
  const anchor = inside(anchorCell);
  const [focused, setFocused] = useState(false);
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured anew
  useEffect(() => rows.measure(), [rows, rowHeight]);
  const selectable = props.selection !== undefined;
  const offsets = useMemo(() => pinnedOffsets(columns, selectable), [columns, selectable]);
  const range: Range = {
    rows: [Math.min(active.row, anchor.row), Math.max(active.row, anchor.row)],
    columns: [Math.min(active.column, anchor.column), Math.max(active.column, anchor.column)],
  };

  const move = useCallback(
    (row: number, column: number, extend: boolean) => {
      const to = {
        row: Math.max(0, Math.min(rowCount - 1, row)),
        column: Math.max(0, Math.min(columns.length - 1, column)),
      };
      setActive(to);
      if (!extend) {
        setAnchor(to);
      }
      rows.scrollToIndex(to.row);
      revealColumn(scroller.current, columns, to.column, offsets.total);
    },
    [rowCount, columns, rows, offsets.total],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || rowCount === 0) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const jump = event.ctrlKey || event.metaKey;
    const moves: Record<string, [number, number]> = {
      ArrowDown: [active.row + 1, active.column],
      ArrowUp: [active.row - 1, active.column],
      ArrowRight: [active.row, active.column + 1],
      ArrowLeft: [active.row, active.column - 1],
      PageDown: [active.row + page, active.column],
      PageUp: [active.row - page, active.column],
      Home: jump ? [0, 0] : [active.row, 0],
      End: jump ? [rowCount - 1, columns.length - 1] : [active.row, columns.length - 1],
    };
    const to = moves[event.key];
    if (to) {
      move(to[0], to[1], event.shiftKey);
    } else if (event.key === "Enter" && !jump) {
      props.onOpen?.(active.row);
    } else if (event.key === " " && props.selection) {
      props.selection.toggle(active.row);
    } else if (jump && event.key === "a" && props.selection) {
      props.selection.all(true);
    } else if (!props.onKey?.(event, active.row, range)) {
      return;
    }
    event.preventDefault();
  };

  const cellId = (row: number, column: number) => `${props.label.replace(/\W/g, "")}-${row}-${column}`;
  const base = selectable ? 2 : 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot have rows that come and go by position
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={props.label}
      aria-busy={props.isBusy ?? false}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length + base - 1}
      aria-multiselectable={selectable}
      aria-activedescendant={rowCount > 0 && focused ? cellId(active.row, active.column) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <div className="grid-inner" role="presentation">
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div className="grid-head" role="rowgroup">
          <HeadRow {...props} offsets={offsets.left} base={base} />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div className="grid-body" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index: row, start }) => (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              aria-selected={props.selection?.has(row) ?? false}
              className={`grid-row ${props.rowClass?.(row) ?? ""}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              {props.selection && (
                // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
                <div role="gridcell" aria-colindex={1} className="cell select pinned" style={{ left: 0 }}>
                  <input
                    type="checkbox"
                    className="row-check"
                    tabIndex={-1}
                    aria-label={t("Select row {n}", { n: row + 1 })}
                    checked={props.selection.has(row)}
                    onChange={() => props.selection?.toggle(row)}
                  />
                </div>
              )}
              {columns.map((column, i) => {
                const inRange =
                  focused &&
                  row >= range.rows[0] &&
                  row <= range.rows[1] &&
                  i >= range.columns[0] &&
                  i <= range.columns[1];
                const isActive = focused && row === active.row && i === active.column;
                return (
                  // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
                  <div
                    key={column.id}
                    id={cellId(row, i)}
                    role="gridcell"
                    aria-colindex={i + base}
                    className={`cell${column.pinned ? " pinned" : ""}${inRange ? " in-range" : ""}`}
                    style={cellStyle(column, offsets.left.get(column.id), isActive)}
                    onMouseDown={(event) => event.button === 0 && move(row, i, event.shiftKey)}
                    onMouseEnter={(event) => event.buttons === 1 && setActive({ row, column: i })}
                    onDoubleClick={() => props.onOpen?.(row)}
                  >
                    {props.cell(row, column)}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function HeadRow(
  props: DataGridProps & { readonly offsets: ReadonlyMap<string, number>; readonly base: number },
) {
  const { selection, rowCount } = props;
  const all = selection !== undefined && rowCount > 0 && selection.count === rowCount;
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a table element cannot have rows that come and go
    <div className="grid-row" role="row" aria-rowindex={1}>
      {selection && (
        // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
        <div className="cell head select pinned" role="columnheader" aria-colindex={1} style={{ left: 0 }}>
          <Check
            label={t("Select all")}
            isSelected={all}
            isIndeterminate={!all && selection.count > 0}
            onChange={() => selection.all(!all)}
          />
        </div>
      )}
      {props.columns.map((column, i) => {
        const sorted = props.sort?.column === column.id;
        return (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={i + props.base}
            aria-sort={sorted ? (props.sort?.descending ? "descending" : "ascending") : "none"}
            className={`cell head${column.pinned ? " pinned" : ""}`}
            style={cellStyle(column, props.offsets.get(column.id), false)}
          >
            {props.onSort ? (
              <button
                type="button"
                className="sorter"
                tabIndex={-1}
                onClick={() => props.onSort?.(column.id)}
              >
                {column.label} {sorted ? (props.sort?.descending ? "↓" : "↑") : ""}
              </button>
            ) : (
              <span className="sorter">{column.label}</span>
            )}
            <Resizer column={column} onResize={props.onResize} />
          </div>
        );
      })}
    </div>
  );
}

function Resizer({
  column,
  onResize,
}: {
  readonly column: Column;
  readonly onResize: DataGridProps["onResize"];
}) {
  return (
    <span
      className="resizer"
      onPointerDown={(event) => {
        const from = event.clientX;
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        handle.onpointermove = (moved) =>
          onResize?.(column.id, Math.max(50, column.width + moved.clientX - from));
        handle.onpointerup = () => {
          handle.onpointermove = null;
        };
      }}
    />
  );
}

function cellStyle(column: Column, left: number | undefined, isActive: boolean): CSSProperties {
  return {
    width: column.width,
    ...(column.pinned && { left }),
    ...(isActive && { outline: "2px solid var(--focus)" }),
  };
}

function pinnedOffsets(
  columns: readonly Column[],
  selectable: boolean,
): { left: Map<string, number>; total: number } {
  const left = new Map<string, number>();
  let total = selectable ? SELECT_WIDTH : 0;
  for (const column of columns.filter((one) => one.pinned)) {
    left.set(column.id, total);
    total += column.width;
  }
  return { left, total };
}

/** Scrolls sideways until a column is seen beside those that are pinned. */
function revealColumn(
  scroller: HTMLElement | null,
  columns: readonly Column[],
  index: number,
  pinnedWidth: number,
): void {
  const column = columns[index];
  if (!scroller || !column || column.pinned) {
    return;
  }
  const free = columns.slice(0, index).filter((one) => !one.pinned);
  const from = free.reduce((sum, one) => sum + one.width, 0);
  const room = scroller.clientWidth - pinnedWidth;
  if (from < scroller.scrollLeft) {
    scroller.scrollLeft = from;
  } else if (from + column.width > scroller.scrollLeft + room) {
    scroller.scrollLeft = from + column.width - room;
  }
}
