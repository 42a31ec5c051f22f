import { type KeyboardEvent, type ReactNode, useMemo, useState, useSyncExternalStore } from "react";
import type { AttributeValue, Item } from "../../api/types.ts";
import { remember, remembered, useSettings } from "../../app/store.ts";
import { useAction } from "../../app/use.ts";
import { entityOf } from "../../explore/collections.ts";
import { t } from "../../i18n/t.ts";
import { attribute, keyOf, keyText, typeOf } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";
import { plainValue } from "../../items/json.ts";
import { wholeItems } from "../../staging/reading.ts";
import {
  changeId,
  kindOf,
  onStaging,
  type Place,
  stagedChanges,
  stageMany,
  unstage,
} from "../../staging/staging.ts";
import { write } from "../../transfer/format.ts";
import { copy } from "../../widgets/clipboard.ts";
import { type Column, DataGrid, type Range } from "../../widgets/DataGrid.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { Inspector } from "../item/Inspector.tsx";
import { BulkEdit } from "./BulkEdit.tsx";
import { BulkText } from "./BulkText.tsx";
import { CollectionTree } from "./CollectionTree.tsx";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { type ColumnChoice, entityColour, gridColumns, NO_CHOICE, orderedNames } from "./columns.ts";
import { GridFoot } from "./GridFoot.tsx";
import { type Sort, useFoundNames, useRows, useSelection } from "./useRows.ts";

export interface ItemGridProps {
  readonly items: readonly Item[];
  /** Where the items belong; without it they can be looked at only. */
  readonly place?: Place;
  /** Whether the items may be parts of what is stored. */
  readonly partial: boolean;
  readonly onFollow?: (name: string, value: AttributeValue) => void;
  /** Attributes whose values can be followed. */
  readonly followable?: readonly string[];
  readonly footer?: ReactNode;
  readonly empty?: ReactNode;
}

type Open = { readonly item: Item | undefined; readonly row: number; readonly copyOf?: Item };

const WIDER = 40;
const WIDTH_MIN = 50;

/** Items on a grid, what was staged of them, and one of them open beside it. */
export function ItemGrid(props: ItemGridProps) {
  const { items, place } = props;
  const { density, readOnly } = useSettings();
  const staged = useSyncExternalStore(onStaging, stagedChanges);
  const choiceName = `columns.${place?.table ?? "statement"}`;
  const [choice, setChoice] = useState<ColumnChoice>(
    () => remembered<ColumnChoice>(choiceName)[0] ?? NO_CHOICE,
  );
  const [sort, setSort] = useState<Sort>();
  const [open, setOpen] = useState<Open>();
  const [dialog, setDialog] = useState<"columns" | "bulk" | "text">();
  const [tree, setTree] = useState(false);
  const action = useAction();

  const changes = useMemo(() => new Map(staged.map((change) => [change.id, change])), [staged]);
  const keys = place?.keyNames ?? NO_KEYS;
  const { shown, itemAt, sorting } = useRows(items, place, staged, sort);
  const { selected, toggle, all } = useSelection(shown);
  const found = useFoundNames(shown);
  const names = useMemo(
    () => orderedNames(withStaged(found, place, staged), keys, choice.order),
    [found, place, staged, keys, choice.order],
  );
  const columns = useMemo(() => gridColumns(names, keys, choice), [names, keys, choice]);
  const changeAt = (row: number) => place && changes.get(changeId(place, keyOf(itemAt(row), place.keyNames)));
  const editable = place !== undefined && !readOnly;

  const choose = (next: ColumnChoice) => {
    setChoice(next);
    remember(choiceName, [next]);
  };
  const resize = (column: Column | undefined, width: number) =>
    column && choose({ ...choice, widths: { ...choice.widths, [column.id]: Math.max(WIDTH_MIN, width) } });
  /** What a command is about: the selected items, or those of the marked cells. */
  const chosenItems = (range?: Range): Item[] =>
    selected.size > 0
      ? shown.flatMap((_, row) => (selected.has(itemAt(row)) ? [itemAt(row)] : []))
      : range
        ? Array.from({ length: range.rows[1] - range.rows[0] + 1 }, (_, i) => itemAt(range.rows[0] + i))
        : [];

  const stageDeletion = (chosen: readonly Item[]) =>
    action.run(async () => {
      if (!place) {
        return;
      }
      const known = (item: Item) => changes.get(changeId(place, keyOf(item, place.keyNames)));
      if (chosen.length > 0 && chosen.every((item) => known(item)?.after === undefined && known(item))) {
        unstage(...chosen.map((item) => changeId(place, keyOf(item, place.keyNames))));
        return;
      }
      const whole = props.partial ? await wholeItems(place, chosen) : chosen;
      stageMany(
        place,
        whole.map((item) => [item, undefined]),
      );
    });

  const onKey = (event: KeyboardEvent, row: number, range: Range): boolean => {
    const command = event.ctrlKey || event.metaKey;
    const column = columns[range.columns[0]];
    if (command && event.key.toLowerCase() === "c") {
      copy(event.shiftKey ? write("typed", chosenItems(range), place?.table ?? "") : asShown(range));
    } else if (command || event.altKey) {
      return false;
    } else if (event.key === "Delete" && editable) {
      stageDeletion(chosenItems(range));
    } else if (event.key === "e") {
      setOpen({ item: itemAt(row), row });
    } else if (event.key === "d" && editable) {
      setOpen({ item: undefined, row, copyOf: itemAt(row) });
    } else if (event.key === "n" && editable) {
      setOpen({ item: undefined, row });
    } else if (event.key === "f") {
      follow(itemAt(row), column?.id ?? "");
    } else if (event.key === "s" && column) {
      setSort(nextSort(sort, column.id));
    } else if (event.key === "<" || event.key === ">") {
      resize(column, (column?.width ?? 0) + (event.key === ">" ? WIDER : -WIDER));
    } else if (event.key === "c" && place) {
      setTree(true);
    } else if (event.key === "[" || event.key === "]") {
      step(event.key === "]" ? 1 : -1);
    } else if (event.key === "Escape" && open) {
      setOpen(undefined);
    } else {
      return false;
    }
    return true;
  };

  const asShown = (range: Range): string => {
    const picked = selected.size > 0 ? columns : columns.slice(range.columns[0], range.columns[1] + 1);
    return chosenItems(range)
      .map((item) => picked.map((column) => fullText(attribute(item, column.id))).join("\t"))
      .join("\n");
  };
  const follow = (item: Item, name: string) => {
    const value = attribute(item, name);
    if (value && props.followable?.includes(name)) {
      props.onFollow?.(name, value);
    }
  };
  const rowOf = (item: Item) => shown.findIndex((_, row) => itemAt(row) === item);
  const step = (by: number) => {
    if (open) {
      const row = Math.max(0, Math.min(shown.length - 1, open.row + by));
      setOpen({ item: itemAt(row), row });
    }
  };
  return (
    <div className="split">
      {tree && place && (
        <CollectionTree
          items={items}
          keyNames={keys}
          open={open?.item}
          onOpen={(item) => setOpen({ item, row: rowOf(item) })}
          onFollow={(value) => props.onFollow?.(keys[0] ?? "", value)}
          onClose={() => {
            setTree(false);
            document.querySelector<HTMLElement>(".grid")?.focus();
          }}
        />
      )}
      <div className="left">
        <Failure error={action.error} />
        {shown.length === 0 ? (
          props.empty
        ) : (
          <DataGrid
            label={t("Items")}
            columns={columns}
            rowCount={shown.length}
            rowHeight={density === "compact" ? 28 : 36}
            isBusy={sorting}
            rowClass={(row) => {
              const change = changeAt(row);
              return `${change ? kindOf(change) : ""}${open?.item === itemAt(row) ? " open" : ""}`;
            }}
            cell={(row, column) => {
              const item = changeAt(row)?.after ?? itemAt(row);
              const value = attribute(item, column.id);
              return (
                <Cell
                  value={value}
                  isKey={keys.includes(column.id)}
                  onFollow={
                    value && props.followable?.includes(column.id) ? () => follow(item, column.id) : undefined
                  }
                />
              );
            }}
            selection={{
              has: (row) => selected.has(itemAt(row)),
              count: selected.size,
              toggle: (row) => toggle(itemAt(row)),
              all,
            }}
            sort={sort}
            onSort={(column) => setSort(nextSort(sort, column))}
            onOpen={(row) => setOpen({ item: itemAt(row), row })}
            onResize={(id, width) =>
              resize(
                columns.find((one) => one.id === id),
                width,
              )
            }
            onKey={onKey}
          />
        )}
        <GridFoot
          table={place?.table ?? ""}
          editable={editable}
          selectedCount={selected.size}
          picked={() => (selected.size > 0 ? chosenItems() : shown)}
          onNew={() => setOpen({ item: undefined, row: -1 })}
          onDelete={() => stageDeletion(chosenItems())}
          onDuplicate={() => setOpen({ item: undefined, row: -1, copyOf: chosenItems()[0] as Item })}
          onBulk={() => setDialog("bulk")}
          onText={() => setDialog("text")}
          onColumns={() => setDialog("columns")}
          onTree={place && (() => setTree(!tree))}
        >
          {props.footer}
        </GridFoot>
      </div>
      {open && (
        <Inspector
          key={open.item ? keyText(open.item) : `new ${open.row}`}
          item={open.item}
          copyOf={open.copyOf}
          place={place}
          readOnly={!editable}
          onStep={step}
          onClose={() => {
            setOpen(undefined);
            document.querySelector<HTMLElement>(".grid")?.focus();
          }}
        />
      )}
      {dialog === "columns" && (
        <ColumnChooser
          names={names}
          keys={keys}
          choice={choice}
          onChange={choose}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "bulk" && place && (
        <BulkEdit
          place={place}
          items={chosenItems()}
          partial={props.partial}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "text" && place && (
        <BulkText
          place={place}
          items={chosenItems()}
          partial={props.partial}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

const NO_KEYS: readonly string[] = [];

/** The names that were found, and those that changes which wait will bring. */
function withStaged(
  found: ReadonlySet<string>,
  place: Place | undefined,
  staged: ReturnType<typeof stagedChanges>,
): ReadonlySet<string> {
  const mine = staged.filter((change) => place && change.table === place.table);
  return mine.length === 0
    ? found
    : new Set([...found, ...mine.flatMap((change) => Object.keys(change.after ?? {}))]);
}

function Cell(props: {
  readonly value: AttributeValue | undefined;
  readonly isKey: boolean;
  readonly onFollow: (() => void) | undefined;
}) {
  const { value } = props;
  if (!value) {
    return <span className="hidden">{t("nothing")}</span>;
  }
  const type = typeOf(value);
  const entity = props.isKey && "S" in value ? entityOf(value.S) : undefined;
  return (
    <>
      {entity && <span className={`entity entity-${entityColour(entity)}`} aria-hidden="true" />}
      <span className={`type ${type}`}>{type}</span>
      <span className="text">{cellText(value)}</span>
      {props.onFollow && (
        <button
          type="button"
          className="follow"
          tabIndex={-1}
          onClick={props.onFollow}
          aria-label={t("Query this value")}
        >
          →
        </button>
      )}
    </>
  );
}

function nextSort(sort: Sort | undefined, column: string): Sort | undefined {
  if (sort?.column !== column) {
    return { column, descending: false };
  }
  return sort.descending ? undefined : { column, descending: true };
}

/** A value as it is copied: all of it, unlike what a cell shows. */
function fullText(value: AttributeValue | undefined): string {
  if (!value) return "";
  return "S" in value ? value.S : plainValue(value);
}
