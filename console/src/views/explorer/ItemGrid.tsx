import { type KeyboardEvent, type ReactNode, useMemo, useState, useSyncExternalStore } from "react";
import type { AttributeValue, Item } from "../../api/types.ts";
import { wholeItems } from "../../app/items.ts";
import { remember, remembered, useSettings } from "../../app/store.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { attribute, keyOf, keyText, typeOf } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";
import {
  changeId,
  kindOf,
  onStaging,
  type Place,
  stage,
  stagedChanges,
  unstage,
} from "../../staging/staging.ts";
import { type Format, write } from "../../transfer/format.ts";
import { Button } from "../../widgets/Controls.tsx";
import { copy, download } from "../../widgets/clipboard.ts";
import { DataGrid, type Range } from "../../widgets/DataGrid.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { Menu } from "../../widgets/Overlays.tsx";
import { Inspector } from "../item/Inspector.tsx";
import { BulkEdit } from "./BulkEdit.tsx";
import { ColumnChooser } from "./ColumnChooser.tsx";
import {
  attributeNames,
  type ColumnChoice,
  entityColour,
  entityOf,
  gridColumns,
  NO_CHOICE,
  sortedRows,
} from "./columns.ts";

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

/** Items on a grid, what was staged of them, and one of them open beside it. */
export function ItemGrid(props: ItemGridProps) {
  const { items, place } = props;
  const { density, readOnly } = useSettings();
  const staged = useSyncExternalStore(onStaging, stagedChanges);
  const choiceName = `columns.${place?.table ?? "statement"}`;
  const [choice, setChoice] = useState<ColumnChoice>(
    () => remembered<ColumnChoice>(choiceName)[0] ?? NO_CHOICE,
  );
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [sort, setSort] = useState<{ column: string; descending: boolean }>();
  const [open, setOpen] = useState<Open>();
  const [dialog, setDialog] = useState<"columns" | "bulk">();
  const action = useAction();

  const changes = useMemo(() => new Map(staged.map((change) => [change.id, change])), [staged]);
  const keys = place?.keyNames ?? [];
  const shown = useMemo(() => withNewItems(items, place, staged), [items, place, staged]);
  const order = useMemo(
    () => (sort ? sortedRows(shown, sort.column, sort.descending) : undefined),
    [shown, sort],
  );
  const names = useMemo(() => attributeNames(shown, keys, choice.order), [shown, keys, choice.order]);
  const columns = useMemo(() => gridColumns(names, keys, choice), [names, keys, choice]);
  const itemAt = (row: number): Item => shown[order?.[row] ?? row] as Item;
  const changeAt = (row: number) => place && changes.get(changeId(place, keyOf(itemAt(row), place.keyNames)));
  const editable = place !== undefined && !readOnly;

  const choose = (next: ColumnChoice) => {
    setChoice(next);
    remember(choiceName, [next]);
  };
  const chosenRows = (range?: Range): number[] =>
    selected.size > 0
      ? [...selected].filter((row) => row < shown.length)
      : range
        ? Array.from({ length: range.rows[1] - range.rows[0] + 1 }, (_, i) => range.rows[0] + i)
        : [];
  const chosenItems = (range?: Range) => chosenRows(range).map(itemAt);

  const stageDeletion = (rows: readonly number[]) =>
    action.run(async () => {
      if (!place) {
        return;
      }
      const all = rows.map(itemAt);
      const known = (item: Item) => changes.get(changeId(place, keyOf(item, place.keyNames)));
      if (rows.length > 0 && all.every((item) => known(item)?.after === undefined && known(item))) {
        for (const item of all) {
          unstage(changeId(place, keyOf(item, place.keyNames)));
        }
        return;
      }
      for (const item of props.partial ? await wholeItems(place, all) : all) {
        stage(place, item, undefined);
      }
    });

  const onKey = (event: KeyboardEvent, row: number, range: Range): boolean => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "c") {
      copy(event.shiftKey ? write("typed", chosenItems(range), place?.table ?? "") : asShown(range));
    } else if (command) {
      return false;
    } else if (event.key === "Delete" && editable) {
      stageDeletion(chosenRows(range));
    } else if (event.key === "e" || event.key === "Enter") {
      setOpen({ item: itemAt(row), row });
    } else if (event.key === "d" && editable) {
      setOpen({ item: undefined, row, copyOf: itemAt(row) });
    } else if (event.key === "n" && editable) {
      setOpen({ item: undefined, row });
    } else if (event.key === "f") {
      follow(row, columns[range.columns[0]]?.id ?? "");
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
    return chosenRows(range)
      .map((row) => picked.map((column) => fullText(attribute(itemAt(row), column.id))).join("\t"))
      .join("\n");
  };
  const follow = (row: number, name: string) => {
    const value = attribute(itemAt(row), name);
    if (value && props.followable?.includes(name)) {
      props.onFollow?.(name, value);
    }
  };
  const step = (by: number) => {
    if (open) {
      const row = Math.max(0, Math.min(shown.length - 1, open.row + by));
      setOpen({ item: itemAt(row), row });
    }
  };

  const formats: readonly [Format, string][] = [
    ["json", t("JSON")],
    ["typed", t("DynamoDB JSON")],
    ["csv", "CSV"],
    ["cli", t("CLI commands")],
    ["insert", t("INSERT statements")],
  ];
  const picked = () => (selected.size > 0 ? chosenItems() : shown.slice());

  return (
    <div className="split">
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
            rowClass={(row) => {
              const change = changeAt(row);
              return `${change ? kindOf(change) : ""}${open?.row === row ? " open" : ""}`;
            }}
            cell={(row, column) => {
              const item = changeAt(row)?.after ?? itemAt(row);
              const value = attribute(item, column.id);
              return (
                <Cell
                  value={value}
                  isKey={keys.includes(column.id)}
                  onFollow={
                    value && props.followable?.includes(column.id) ? () => follow(row, column.id) : undefined
                  }
                />
              );
            }}
            selected={selected}
            onSelect={setSelected}
            sort={sort}
            onSort={(column) => setSort(nextSort(sort, column))}
            onOpen={(row) => setOpen({ item: itemAt(row), row })}
            onResize={(column, width) => choose({ ...choice, widths: { ...choice.widths, [column]: width } })}
            onKey={onKey}
          />
        )}
        <div className="grid-foot">
          <div className="grow row">{props.footer}</div>
          {selected.size > 0 && <span className="soft">{t("{n} selected", { n: selected.size })}</span>}
          {editable && (
            <>
              <Button onPress={() => setOpen({ item: undefined, row: -1 })}>{t("New item")}</Button>
              <Menu
                label={t("Selected items")}
                actions={[
                  {
                    id: "delete",
                    label: t("Stage deletion"),
                    keys: "Delete",
                    isDisabled: selected.size === 0,
                    run: () => stageDeletion(chosenRows()),
                  },
                  {
                    id: "bulk",
                    label: t("Set or remove an attribute …"),
                    isDisabled: selected.size === 0,
                    run: () => setDialog("bulk"),
                  },
                  {
                    id: "duplicate",
                    label: t("Duplicate"),
                    keys: "d",
                    isDisabled: selected.size !== 1,
                    run: () => setOpen({ item: undefined, row: -1, copyOf: chosenItems()[0] as Item }),
                  },
                ]}
              >
                {t("Change")}
              </Menu>
            </>
          )}
          <Menu
            label={t("Copy the selected items, or all that are loaded")}
            actions={formats.map(([id, label]) => ({
              id,
              label,
              run: () => copy(write(id, picked(), place?.table ?? "")),
            }))}
          >
            {t("Copy")}
          </Menu>
          <Menu
            label={t("Export the selected items, or all that are loaded")}
            actions={[
              {
                id: "lines",
                label: t("DynamoDB JSON, lines"),
                run: () => download(`${place?.table ?? "items"}.jsonl`, write("lines", picked(), "")),
              },
              {
                id: "json",
                label: t("JSON"),
                run: () => download(`${place?.table ?? "items"}.json`, write("json", picked(), "")),
              },
              {
                id: "csv",
                label: "CSV",
                run: () => download(`${place?.table ?? "items"}.csv`, write("csv", picked(), ""), "text/csv"),
              },
            ]}
          >
            {t("Export")}
          </Menu>
          <Button onPress={() => setDialog("columns")}>{t("Columns")}</Button>
        </div>
      </div>
      {open && (
        <Inspector
          key={open.item ? keyText(open.item) : `new ${open.row}`}
          item={open.item}
          copyOf={open.copyOf}
          place={place}
          readOnly={!editable}
          onStep={step}
          onClose={() => setOpen(undefined)}
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
    </div>
  );
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

/** New items that wait and are not among what was loaded come first. */
function withNewItems(
  items: readonly Item[],
  place: Place | undefined,
  staged: ReturnType<typeof stagedChanges>,
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

function nextSort(sort: { column: string; descending: boolean } | undefined, column: string) {
  if (sort?.column !== column) {
    return { column, descending: false };
  }
  return sort.descending ? undefined : { column, descending: true };
}

function fullText(value: AttributeValue | undefined): string {
  if (!value) return "";
  if ("S" in value) return value.S;
  return "N" in value ? value.N : write("json", [{ v: value }], "").replace(/^\{\s*"v": |\s*\}$/g, "");
}
